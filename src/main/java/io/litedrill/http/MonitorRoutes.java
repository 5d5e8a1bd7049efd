package io.litedrill.http;

import io.javalin.http.Context;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Implements the routes for scrapers, supervisors and tools that monitor the daemon itself. */
final class MonitorRoutes {
    private static final Logger LOG = LoggerFactory.getLogger(MonitorRoutes.class);
    private static final String OPENAPI = "/openapi.yaml";

    private final MetricsSource metrics;
    private final Supplier<Map<String, ComponentState>> components;

    MonitorRoutes(ApiPorts ports) {
        this.metrics = ports.metrics();
        this.components = ports.components();
    }

    List<Route> all() {
        return List.of(
                Route.get("/metrics", Access.SCRAPER, this::metrics),
                Route.get("/healthz", Access.OPEN, context -> Responses.json(context, 200, status("up"))),
                Route.get("/readyz", Access.OPEN, this::ready),
                Route.get(
                        OPENAPI,
                        Access.VIEWER,
                        context -> context.contentType("application/yaml").result(openapi())));
    }

    private void metrics(Context context) {
        MetricsSource.Exposition exposition = metrics.scrape(Optional.ofNullable(context.header("Accept")));
        context.contentType(exposition.contentType());
        try {
            exposition.text().writeTo(context.outputStream());
        } catch (IOException e) {
            LOG.debug("the client ended the connection before it had all metrics", e);
        }
    }

    private static String status(String status) {
        return JsonObject.with().put("status", status).build().compact();
    }

    private void ready(Context context) {
        Map<String, ComponentState> states = states();
        boolean ready = states.values().stream().allMatch(ComponentState::ready);
        JsonObject.Builder each = JsonObject.with();
        states.forEach((name, state) -> each.put(
                name,
                JsonObject.with()
                        .put("ready", state.ready())
                        .put("detail", state.detail())
                        .build()));
        JsonObject body = JsonObject.with()
                .put("status", ready ? "ready" : "not ready")
                .put("components", each.build())
                .build();
        Responses.json(context, ready ? 200 : 503, body.compact());
    }

    /** Returns the states. A component whose state cannot be read must not cause an internal error of the API. */
    private Map<String, ComponentState> states() {
        try {
            return components.get();
        } catch (RuntimeException | LinkageError e) {
            LOG.error("the state of a component cannot be read", e);
            return Map.of("litedrill", new ComponentState(false, "its state cannot be read; see the log"));
        }
    }

    private static byte[] openapi() {
        try (InputStream in = MonitorRoutes.class.getResourceAsStream(OPENAPI)) {
            if (in == null) {
                throw new IllegalStateException(OPENAPI + " is not in this build");
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
