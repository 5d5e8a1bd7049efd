package io.litedrill.metrics;

import io.litedrill.check.ReplicaId;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/** Defines labels and their values. */
final class Labels {
    private Labels() {}

    /** Returns the labels of all metrics of a replica. */
    static Tags of(ReplicaId id) {
        return Tags.of("database", id.database(), "replica", id.replica());
    }

    /** Returns the name in lower case. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
