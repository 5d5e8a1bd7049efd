package io.litedrill.config;

import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Compaction;
import io.litedrill.replica.WriterSettings.Keeping;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the settings of the Litestream that uses a litestream.yml. */
final class LitestreamWriters {
    private final LenientMapping top;
    private final Compaction compaction;
    private final List<String> ignored = new ArrayList<>();
    private Keeping effective = Keeping.LTX;

    LitestreamWriters(LenientMapping top) {
        this.top = top;
        this.compaction =
                new Compaction(intervals(top), top.duration("l0-retention").orElse(Compaction.DEFAULTS.rawRetention()));
    }

    /** Returns the intervals of the levels above 0. A list in the file replaces the default. */
    private static List<Duration> intervals(LenientMapping top) {
        return top.value().last("levels").isPresent()
                ? top.list("levels").stream()
                        .flatMap(level -> level.duration("interval").stream())
                        .toList()
                : Compaction.DEFAULTS.intervals();
    }

    /** Returns the settings in effect for a replica. */
    WriterSettings of(LenientMapping database, LenientMapping replica, Optional<Duration> sync) {
        replica.duration("validation-interval");
        Keeping wal = new Keeping(
                replica.duration("snapshot-interval"),
                replica.duration("retention"),
                replica.duration("retention-check-interval").orElse(Keeping.WAL.checkInterval()));
        Keeping ltx = new Keeping(
                snapshot(database, "interval").or(Keeping.LTX::snapshotInterval),
                snapshot(database, "retention"),
                Keeping.LTX.checkInterval());
        effective = ltx;
        Stream.of(
                        ignored(replica, "retention", ltx.retention()),
                        ignored(
                                replica,
                                "snapshot-interval",
                                ltx.snapshotInterval().orElse(Duration.ZERO)))
                .flatMap(Optional::stream)
                .filter(each -> !ignored.contains(each))
                .forEach(ignored::add);
        Optional<Boolean> deletes = top.loose("retention").flatMap(retention -> retention.bool("enabled"));
        return new WriterSettings(
                sync.orElse(WriterSettings.DEFAULTS.syncInterval()), wal, ltx, compaction, deletes.orElse(true));
    }

    /**
     * Warns once of settings of replicas that Litestream 0.5 ignores. A database with several replicas shows that 0.3
     * reads the file, since 0.5 rejects it.
     */
    void warn(Report report) {
        boolean old = top.list("dbs").stream()
                .anyMatch(database -> database.list("replicas").size() > 1);
        if (ignored.isEmpty() || old) {
            return;
        }
        String more = ignored.size() == 1 ? "" : " and " + (ignored.size() - 1) + " more";
        report.warning(ignored.get(0) + more
                + ": Litestream 0.5 does not read this on a replica. In effect there: snapshot.interval "
                + Durations.format(effective.snapshotInterval().orElse(Duration.ZERO)) + ", snapshot.retention "
                + Durations.format(effective.retention()) + ", of the top level. Litestream 0.3 reads it");
    }

    private static Optional<String> ignored(LenientMapping replica, String key, Duration effective) {
        return replica.duration(key)
                .filter(duration -> !duration.equals(effective))
                .map(duration -> replica.where() + "." + key + " (" + Durations.format(duration) + ")");
    }

    /** Returns a snapshot setting of the top level, else of the database, else of any database: 0.5 has one for all. */
    private Optional<Duration> snapshot(LenientMapping database, String key) {
        return snapshotOf(top, key)
                .or(() -> snapshotOf(database, key))
                .or(() -> top.list("dbs").stream()
                        .flatMap(each -> snapshotOf(each, key).stream())
                        .findFirst());
    }

    private static Optional<Duration> snapshotOf(LenientMapping mapping, String key) {
        return mapping.loose("snapshot").flatMap(snapshot -> snapshot.duration(key));
    }
}
