package io.litedrill.replica;

import java.time.Duration;
import java.util.Optional;

/**
 * How the Litestream that writes a replica was told to behave. All durations are positive.
 *
 * @param syncInterval how often it uploads changes
 * @param snapshotInterval how often it takes a snapshot; empty when unset (0.3: only when retention forces one)
 * @param retention how long it keeps snapshots and what follows them
 * @param retentionCheckInterval how often it enforces retention
 * @param deletes whether Litestream deletes at all ({@code retention.enabled} of 0.5)
 */
public record WriterSettings(
        Duration syncInterval,
        Optional<Duration> snapshotInterval,
        Duration retention,
        Duration retentionCheckInterval,
        boolean deletes) {
    /** What both versions of Litestream do when told nothing (0.5 takes a snapshot each 24 h, 0.3 when retention forces one). */
    public static final WriterSettings DEFAULTS = new WriterSettings(
            Duration.ofSeconds(1), Optional.empty(), Duration.ofHours(24), Duration.ofHours(1), true);
}
