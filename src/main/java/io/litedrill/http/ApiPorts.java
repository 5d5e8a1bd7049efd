package io.litedrill.http;

import io.litedrill.recover.Audit;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What stands behind the API.
 *
 * @param audit keeps who asked for restores
 * @param components by name what must be ready for the daemon to do its work; asked at each {@code /readyz}
 */
public record ApiPorts(
        MetricsSource metrics,
        Supplier<Map<String, ComponentState>> components,
        Views views,
        Actions actions,
        Audit audit) {}
