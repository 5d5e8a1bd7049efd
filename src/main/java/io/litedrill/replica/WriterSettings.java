package io.litedrill.replica;

import java.time.Duration;
import java.util.Optional;

/**
 * Holds the settings of the Litestream process that writes a replica. All durations are positive.
 *
 * @param syncInterval how often it uploads changes
 * @param snapshotInterval how often it takes a snapshot; empty when unset (0.3: only when retention requires one)
 * @param retention how long it keeps snapshots and the increments after them
 * @param retentionCheckInterval how often it enforces retention
 * @param deletes whether Litestream deletes files ({@code retention.enabled} of 0.5)
 */
public record WriterSettings(
        Duration syncInterval,
        Optional<Duration> snapshotInterval,
        Duration retention,
        Duration retentionCheckInterval,
        boolean deletes) {
    /**
     * The defaults of both versions of Litestream (0.5 takes a snapshot every 24 h, 0.3 when retention requires one).
     */
    public static final WriterSettings DEFAULTS = new WriterSettings(
            Duration.ofSeconds(1), Optional.empty(), Duration.ofHours(24), Duration.ofHours(1), true);
}
