package io.litedrill.metrics;

import io.litedrill.check.ReplicaId;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;

/** Labels and their values. */
final class Labels {
    private Labels() {}

    /** The labels of everything about a replica. */
    static Tags of(ReplicaId id) {
        return Tags.of("database", id.database(), "replica", id.replica());
    }

    /** The name in lower case. */
    static String of(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }
}
