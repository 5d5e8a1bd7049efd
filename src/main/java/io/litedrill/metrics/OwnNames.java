package io.litedrill.metrics;

import io.micrometer.core.instrument.Meter;
import io.micrometer.prometheusmetrics.PrometheusNamingConvention;
import org.jspecify.annotations.Nullable;

/** Leaves our own names as they are; Micrometer would cut {@code _info} off, which only its own info metrics may have. */
final class OwnNames extends PrometheusNamingConvention {
    @Override
    public String name(String name, Meter.Type type, @Nullable String baseUnit) {
        return name.equals(Family.BUILD_INFO.metric()) ? name : super.name(name, type, baseUnit);
    }
}
