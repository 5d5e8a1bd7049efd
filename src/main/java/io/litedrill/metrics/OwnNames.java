package io.litedrill.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;

/**
 * Keeps Litedrill's metric names unchanged; Micrometer would remove {@code _info}, which it reserves for its own info
 * metrics.
 */
final class OwnNames extends PrometheusNamingConvention {
    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        return name.equals(Family.BUILD_INFO.metric()) ? name : super.name(name, type, baseUnit);
    }
}
