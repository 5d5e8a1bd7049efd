package io.litedrill.config;

import io.litedrill.config.WriterConfig.Ltx;
import io.litedrill.config.WriterConfig.Wal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** Reads the settings of the Litestream that uses a litestream.yml. */
final class LitestreamWriters {
    private final LenientMapping top;

    LitestreamWriters(LenientMapping top) {
        this.top = top;
    }

    WriterConfig of(LenientMapping database, LenientMapping replica, Optional<Duration> sync) {
        Wal wal = new Wal(
                replica.duration("snapshot-interval"),
                replica.duration("retention"),
                replica.duration("retention-check-interval"),
                replica.duration("validation-interval"));
        return new WriterConfig(sync, wal, ltx(database));
    }

    private Ltx ltx(LenientMapping database) {
        List<Duration> levels = top.list("levels").stream()
                .flatMap(level -> level.duration("interval").stream())
                .toList();
        return new Ltx(
                snapshot(database, "interval"),
                snapshot(database, "retention"),
                top.loose("retention").flatMap(retention -> retention.bool("enabled")),
                top.duration("l0-retention"),
                levels);
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
