package io.litedrill.http;

import io.litedrill.recover.Audit;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Holds the interfaces that the API calls.
 *
 * @param audit stores the requests for restores
 * @param events the events that clients may listen to
 * @param components by name, the components that must be ready for the daemon to work; read at each {@code /readyz}
 */
public record ApiPorts(
        MetricsSource metrics,
        Supplier<Map<String, ComponentState>> components,
        Views views,
        Actions actions,
        Audit audit,
        EventStream events) {}
