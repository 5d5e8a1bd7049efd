package io.litedrill.check;

import java.util.Locale;

/** What can be found. The wire form (JSON, metric labels) is the name in lower case with hyphens, and never changes. */
public enum FindingCode {
    /** Nothing at all under the prefix. */
    PREFIX_EMPTY,
    /** Files, but nothing restorable. */
    NO_BACKUP,
    /** The newest generation or chain has increments but no snapshot. */
    SNAPSHOT_MISSING,
    /** The newest snapshot is older than Litestream's settings explain. */
    SNAPSHOT_OVERDUE,
    /** The window reaches back less than promised. */
    RETENTION_SHORT,
    /** The newest recovery point is older than promised. */
    STALE,
    /** A hole behind which newer recovery points are unreachable. */
    GAP,
    /** Truncated, empty, or a checksum does not match. */
    FILE_DAMAGED,
    /** An increment that was listed before is gone though retention does not explain it, or has changed. */
    FILE_VANISHED,
    /** Two ways to one position give different databases. */
    CHAIN_DISAGREES,
    /** A format that this version does not know. */
    FILE_UNSUPPORTED,
    /** Restored, and SQLite's own check fails. */
    DATABASE_MALFORMED,
    /** No rows in the owner's tables where there were some. */
    DATABASE_EMPTY,
    /** Fewer than half of the rows that there were. */
    DATABASE_SHRUNK,
    /** Rows break a constraint of their schema, or an index has to be rebuilt. The file is intact. */
    DATA_INCONSISTENT,
    /** A collation, function, tokenizer or module is missing here that the application has, so not all could be tested. */
    NEEDS_APPLICATION,
    /** One of the owner's own checks failed. */
    ASSERTION_FAILED,
    /** The restored database lacks more of the live one than the lag explains, or has another schema. */
    LIVE_DIFFERS,
    /** The live WAL had commits that the replica never got, and goes on without. */
    WRITES_LOST,
    /** The measured restore took longer than the RTO. */
    SLOW_RESTORE,
    /** No passed drill within the objective. */
    DRILL_OVERDUE,
    /** Two writers on one replica, or histories of which the newest is not known. */
    FORKED,
    /** Times in the future, or a clock of this machine that differs from the store's. */
    CLOCK_SKEW,
    /** A command or URL of the owner's, run after a restore, failed. */
    HOOK_FAILED,
    /** A restored database is in place, but what it replaced, or the restore's own files, could not be deleted. */
    CLEANUP_FAILED,
    /** Could not look: the store does not answer, or there is no such bucket. */
    STORAGE_UNREACHABLE,
    /** Could not look: the store refuses the credentials. */
    ACCESS_DENIED,
    /** A replica type that this version cannot read. */
    REPLICA_UNSUPPORTED,
    /** Not enough room to drill. */
    SCRATCH_FULL;

    /** The form for JSON and metric labels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
