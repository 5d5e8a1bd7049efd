package io.litedrill.schedule;

import java.time.Instant;

/**
 * A run that is not over.
 *
 * @param state {@link JobState#QUEUED}, {@link JobState#RUNNING} or {@link JobState#OVERRUN}
 * @param since when it became due
 */
public record ActiveRun(String id, String database, JobKind kind, JobState state, Instant since) {}
