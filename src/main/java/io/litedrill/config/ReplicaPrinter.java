package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.Unreadable;
import io.litedrill.replica.WriterSettings;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Prints a replica: its place, how it is encrypted, and how its Litestream writes. */
final class ReplicaPrinter {
    private static final Environment NOWHERE = new Environment(Map.of(), Path.of("/"), Path.of("/"));

    private final ConfigTree out;

    ReplicaPrinter(ConfigTree out) {
        this.out = out;
    }

    void print(ReplicaConfig replica) {
        out.value("name", replica.name());
        if (replica.location() instanceof ReplicaLocation.ReadableLocation readable) {
            readable.keys().forEach(out::value);
        } else {
            out.value("url", replica.location().address());
            out.value("path", hiddenPath(replica.location()));
            String reason = reason(replica.location());
            out.note("not_read", reason, () -> out.value("reason", reason));
        }
        writer(replica.writer());
        age(replica.age());
    }

    /**
     * Returns a hidden path for a location that cannot be used, if its address alone would be another one that can: a
     * URL must stand alone, so a copy of the output is refused, as the original is.
     */
    private static Optional<String> hiddenPath(ReplicaLocation location) {
        boolean misread = location instanceof Unreadable
                && ReplicaUrl.parse(location.address(), NOWHERE) instanceof ReplicaLocation.ReadableLocation;
        return misread ? Optional.of(Secret.HIDDEN) : Optional.empty();
    }

    private static String reason(ReplicaLocation location) {
        if (location instanceof ReplicaLocation.LibraryMissing missing) {
            return "needs " + missing.needed().path() + ", which is missing";
        }
        return location instanceof Unreadable unreadable ? unreadable.reason() : "";
    }

    private void age(AgeConfig age) {
        if (!age.identities().isEmpty()) {
            out.block(
                    "age",
                    () -> out.values(
                            "identities",
                            age.identities().stream().map(Secret::toString).toList()));
        } else if (age.used()) {
            out.note("encrypted", "encrypted with age, and no identity is set", () -> out.value("identities", 0));
        }
    }

    /**
     * Prints the settings of the writer. Where those of the versions differ, the keys have those of the version that
     * keeps more: a copy of this output then promises no less than Litestream's file.
     */
    private void writer(WriterSettings writer) {
        WriterSettings.Keeping wal = writer.wal();
        WriterSettings.Keeping ltx = writer.ltx();
        out.value("sync_interval", writer.syncInterval());
        WriterSettings.Keeping longer = ltx.retention().compareTo(wal.retention()) > 0 ? ltx : wal;
        boolean equal = wal.retention().equals(ltx.retention());
        out.value(
                "snapshot_interval",
                longer.snapshotInterval()
                        .filter(interval -> !equal || ltx.snapshotInterval().equals(Optional.of(interval))));
        out.value("retention", longer.retention());
        out.value("retention_check_interval", wal.checkInterval());
        keeping("litestream_0_3", "in effect with Litestream 0.3: ", wal);
        keeping("litestream_0_5", "in effect with Litestream 0.5: ", ltx);
    }

    private void keeping(String key, String comment, WriterSettings.Keeping keeping) {
        String interval = keeping.snapshotInterval().map(Durations::format).orElse("unset");
        out.note(
                key,
                comment + "snapshot interval " + interval + ", retention " + Durations.format(keeping.retention())
                        + ", guaranteed window " + Durations.format(keeping.guaranteed()),
                () -> {
                    out.value("snapshot_interval", keeping.snapshotInterval());
                    out.value("retention", keeping.retention());
                    out.value("guaranteed_window", keeping.guaranteed());
                });
    }
}
