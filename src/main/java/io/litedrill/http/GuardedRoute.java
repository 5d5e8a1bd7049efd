package io.litedrill.http;

import io.javalin.Javalin;
import io.javalin.http.Context;
import io.javalin.http.Handler;
import io.javalin.router.InternalRouter;
import java.util.stream.Stream;

/**
 * Runs the handler of one route. The access that the matched route declares decides on authorization and audit; the
 * text of the request never does. Javalin receives no other handlers.
 */
final class GuardedRoute implements Handler {
    private final Route route;
    private final Guard guard;
    private final Auditor auditor;

    GuardedRoute(Route route, Guard guard, Auditor auditor) {
        this.route = route;
        this.guard = guard;
        this.auditor = auditor;
    }

    /**
     * Requires that a server has no handler that would run without a guard.
     *
     * @throws IllegalStateException when a handler declares no access; the message names it
     */
    static void requireOnly(Javalin server) {
        InternalRouter router = server.unsafe.internalRouter;
        Stream<String> http = router.allHttpHandlers().stream()
                .map(parsed -> parsed.endpoint)
                .filter(endpoint -> !(endpoint.handler instanceof GuardedRoute))
                .map(endpoint -> endpoint.method + " " + endpoint.path);
        Stream<String> sockets = router.allWsHandlers().stream().map(entry -> "WebSocket " + entry.getPath());
        Stream.concat(http, sockets).findFirst().ifPresent(handler -> {
            throw new IllegalStateException(handler + " declares no access. Add it to the API as a Route");
        });
    }

    @Override
    public void handle(Context context) {
        Responses.secure(context);
        try {
            guard.check(context, route.access());
            route.handler().handle(context);
        } catch (ProblemException e) {
            Responses.problem(context, e.problem(), String.valueOf(e.getMessage()));
        } catch (Throwable e) {
            Responses.failed(context, e);
        } finally {
            if (route.access().isAudited()) {
                auditor.keep(context, route.part("{name}", context.path()));
            }
        }
    }
}
