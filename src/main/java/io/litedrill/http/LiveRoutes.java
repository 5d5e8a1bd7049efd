package io.litedrill.http;

import io.javalin.http.Context;
import io.javalin.http.HandlerType;
import io.litedrill.json.JsonObject;
import java.util.List;
import java.util.Optional;

/** Implements the routes for the permissions of a client, and for events. */
final class LiveRoutes {
    private final ApiSettings settings;
    private final EventStream events;

    LiveRoutes(ApiSettings settings, EventStream events) {
        this.settings = settings;
        this.events = events;
    }

    List<Route> all() {
        return List.of(
                Route.get("/api/v1/me", Access.CALLER, this::me),
                Route.get("/api/v1/events", Access.VIEWER, this::events));
    }

    private void me(Context context) {
        Optional<String> token = Optional.of(Caller.of(context).token()).filter(name -> !name.equals(Caller.NO_TOKEN));
        JsonObject body = JsonObject.with()
                .put("token", token)
                .put("role", Caller.role(context).wire())
                .put("tokens_configured", !settings.tokens().isEmpty())
                .put("restores_to_file", settings.restoreFolder().isPresent())
                .build();
        Responses.json(context, 200, body.compact());
    }

    /** Opens a stream of events. It has no end, so the response to HEAD consists of the headers. */
    private void events(Context context) {
        context.contentType("text/event-stream; charset=utf-8");
        if (context.method().equals(HandlerType.GET)) {
            Optional<String> last = Optional.ofNullable(context.header("Last-Event-ID"));
            context.attribute(EventClient.ATTRIBUTE, events.open(Caller.of(context), last));
        }
    }
}
