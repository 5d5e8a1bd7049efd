package io.litedrill.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the settings of the Litestream that writes a replica. The two versions read different keys, and the file does
 * not name its version, so both sets are stored. Empty means Litestream's own default.
 *
 * @param syncInterval the upload interval, in both versions
 * @param wal the settings that 0.3 reads
 * @param ltx the settings that 0.5 reads
 */
public record WriterConfig(Optional<Duration> syncInterval, Wal wal, Ltx ltx) {
    /** Litestream's defaults. */
    public static final WriterConfig NONE = new WriterConfig(Optional.empty(), Wal.NONE, Ltx.NONE);

    /** Holds the settings that Litestream 0.3 reads, for each replica. All durations are positive. */
    public record Wal(
            Optional<Duration> snapshotInterval,
            Optional<Duration> retention,
            Optional<Duration> retentionCheckInterval,
            Optional<Duration> validationInterval) {
        /** Litestream's defaults. */
        public static final Wal NONE = new Wal(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * Holds the settings that Litestream 0.5 reads, once for all databases. All durations are positive.
     *
     * @param deletes the value of {@code retention.enabled}
     * @param l0Retention how long compacted files of level 0 are kept
     * @param levels the intervals of the levels from 1 on; empty for the defaults
     */
    public record Ltx(
            Optional<Duration> snapshotInterval,
            Optional<Duration> retention,
            Optional<Boolean> deletes,
            Optional<Duration> l0Retention,
            List<Duration> levels) {
        /** Litestream's defaults. */
        public static final Ltx NONE =
                new Ltx(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        /** Copies the list. */
        public Ltx {
            levels = List.copyOf(levels);
        }
    }
}
