package io.litedrill.replica;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds the settings of the Litestream process that writes a replica. The two versions read different keys, and a
 * configuration does not name its version: the layout of the replica shows which settings are in effect. All
 * durations are positive.
 *
 * @param syncInterval how often it uploads changes, in both versions
 * @param wal the settings in effect if Litestream 0.3 writes the replica
 * @param ltx the settings in effect if Litestream 0.5 writes the replica
 * @param compaction how Litestream 0.5 compacts files
 * @param deletes whether Litestream deletes files ({@code retention.enabled} of 0.5)
 * @param known whether they come from Litestream's own configuration; else, what is not stated is assumed
 */
public record WriterSettings(
        Duration syncInterval, Keeping wal, Keeping ltx, Compaction compaction, boolean deletes, boolean known) {
    /**
     * Holds how Litestream 0.5 compacts the files of one level into files of the next.
     *
     * @param intervals how often it writes a file of level 1, 2 and so on; empty without compaction
     * @param rawRetention how long it keeps a file of level 0 that level 1 holds too
     */
    public record Compaction(List<Duration> intervals, Duration rawRetention) {
        /** The defaults of Litestream 0.5. */
        public static final Compaction DEFAULTS = new Compaction(
                List.of(Duration.ofSeconds(30), Duration.ofMinutes(5), Duration.ofHours(1)), Duration.ofMinutes(5));

        /** Copies the list. */
        public Compaction {
            intervals = List.copyOf(intervals);
        }
    }

    /**
     * Holds how long one version keeps files.
     *
     * @param snapshotInterval how often it takes a snapshot; empty when unset (0.3: only when retention requires one)
     * @param statedRetention how long it keeps snapshots and the increments after them, if the configuration says so
     * @param checkInterval how often it enforces retention
     */
    public record Keeping(
            Optional<Duration> snapshotInterval, Optional<Duration> statedRetention, Duration checkInterval) {
        private static final Duration DAY = Duration.ofHours(24);
        private static final Duration HOUR = Duration.ofHours(1);

        /** The defaults of Litestream 0.3, which takes a snapshot when retention requires one. */
        public static final Keeping WAL = new Keeping(Optional.empty(), Optional.empty(), HOUR);

        /** The defaults of Litestream 0.5. */
        public static final Keeping LTX = new Keeping(Optional.of(DAY), Optional.empty(), HOUR);

        /** Creates settings that state a retention. */
        public Keeping(Optional<Duration> snapshotInterval, Duration retention, Duration checkInterval) {
            this(snapshotInterval, Optional.of(retention), checkInterval);
        }

        /** Returns the retention in effect: a day in both versions, if none is stated. */
        public Duration retention() {
            return statedRetention.orElse(DAY);
        }

        /** Returns the window that these settings guarantee; 0 when the snapshot interval is unset. */
        public Duration guaranteed() {
            Duration left = snapshotInterval.map(retention()::minus).orElse(Duration.ZERO);
            return left.isNegative() ? Duration.ZERO : left;
        }
    }

    /** The defaults of both versions of Litestream, assumed where its configuration is not known. */
    public static final WriterSettings DEFAULTS = assumed(Duration.ofSeconds(1), Keeping.WAL, Keeping.LTX);

    /** Creates known settings. */
    public WriterSettings(Duration syncInterval, Keeping wal, Keeping ltx, Compaction compaction, boolean deletes) {
        this(syncInterval, wal, ltx, compaction, deletes, true);
    }

    /** Creates settings with the compaction of a Litestream without settings for it. */
    public WriterSettings(Duration syncInterval, Keeping wal, Keeping ltx, boolean deletes) {
        this(syncInterval, wal, ltx, Compaction.DEFAULTS, deletes);
    }

    /** Creates settings that are the same in both versions. */
    public WriterSettings(
            Duration syncInterval,
            Optional<Duration> snapshotInterval,
            Duration retention,
            Duration retentionCheckInterval,
            boolean deletes) {
        this(
                syncInterval,
                new Keeping(snapshotInterval, retention, retentionCheckInterval),
                new Keeping(snapshotInterval, retention, retentionCheckInterval),
                deletes);
    }

    /** Returns settings for a replica without Litestream's configuration. */
    public static WriterSettings assumed(Duration syncInterval, Keeping wal, Keeping ltx) {
        return new WriterSettings(syncInterval, wal, ltx, Compaction.DEFAULTS, true, false);
    }

    /** Returns whether the retention in effect for a layout is stated or read, and not assumed. */
    public boolean isRetentionKnown(Layout layout) {
        return known || of(layout).statedRetention().isPresent();
    }

    /** Returns how long uploads of this Litestream may be pending. */
    public Settling settling() {
        return new Settling(syncInterval);
    }

    /** Returns the settings in effect for a layout. */
    public Keeping of(Layout layout) {
        return layout == Layout.WAL ? wal : ltx;
    }
}
