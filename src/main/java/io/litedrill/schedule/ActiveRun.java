package io.litedrill.schedule;

import java.time.Instant;

/**
 * Describes a run that has not ended.
 *
 * @param state {@link JobState#QUEUED}, {@link JobState#RUNNING} or {@link JobState#OVERRUN}
 * @param since the time when it became due
 */
public record ActiveRun(String id, String database, JobKind kind, JobState state, Instant since) {}
