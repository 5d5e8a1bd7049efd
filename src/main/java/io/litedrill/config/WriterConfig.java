package io.litedrill.config;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the Litestream that writes a replica was told. The two versions read different keys, and a file does not say which version reads
 * it, so both sets are kept; empty means that Litestream's own default holds.
 *
 * @param syncInterval how often it uploads, in both versions
 * @param wal the settings that 0.3 reads
 * @param ltx the settings that 0.5 reads
 */
public record WriterConfig(Optional<Duration> syncInterval, Wal wal, Ltx ltx) {
    /** Told nothing. */
    public static final WriterConfig NONE = new WriterConfig(Optional.empty(), Wal.NONE, Ltx.NONE);

    /** What Litestream 0.3 reads, on each replica. All durations are positive. */
    public record Wal(
            Optional<Duration> snapshotInterval,
            Optional<Duration> retention,
            Optional<Duration> retentionCheckInterval,
            Optional<Duration> validationInterval) {
        /** Told nothing. */
        public static final Wal NONE = new Wal(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());
    }

    /**
     * What Litestream 0.5 reads, once for all databases. All durations are positive.
     *
     * @param deletes {@code retention.enabled}
     * @param l0Retention how long files of level 0 are kept once they are compacted
     * @param levels the intervals of the levels from 1 on; empty for the default ones
     */
    public record Ltx(
            Optional<Duration> snapshotInterval,
            Optional<Duration> retention,
            Optional<Boolean> deletes,
            Optional<Duration> l0Retention,
            List<Duration> levels) {
        /** Told nothing. */
        public static final Ltx NONE =
                new Ltx(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), List.of());

        /** Copies the list. */
        public Ltx {
            levels = List.copyOf(levels);
        }
    }
}
