package io.litedrill.check;

import java.util.Locale;

/** Codes of findings. The wire form (JSON, metric labels) is the name in lower case with hyphens, and never changes. */
public enum FindingCode {
    /** No objects under the prefix. */
    PREFIX_EMPTY,
    /** Files exist, but no state can be restored. */
    NO_BACKUP,
    /** The newest generation or chain has increments but no snapshot. */
    SNAPSHOT_MISSING,
    /** The newest snapshot is older than Litestream's settings explain. */
    SNAPSHOT_OVERDUE,
    /** The window is shorter than the objective. */
    RETENTION_SHORT,
    /** The newest recovery point is older than the objective. */
    STALE,
    /** A gap that makes newer recovery points unreachable. */
    GAP,
    /** A file is truncated or empty, or a checksum does not match. */
    FILE_DAMAGED,
    /** An increment of an earlier listing is missing although retention does not explain it, or has changed. */
    FILE_VANISHED,
    /** Two restore chains to one position give different databases. */
    CHAIN_DISAGREES,
    /** A format that this version does not support. */
    FILE_UNSUPPORTED,
    /** Restored, but SQLite's own check fails. */
    DATABASE_MALFORMED,
    /** No rows in the owner's tables, which had rows before. */
    DATABASE_EMPTY,
    /** Fewer than half of the earlier number of rows. */
    DATABASE_SHRUNK,
    /** Rows break a constraint of their schema, or an index must be rebuilt. The file is intact. */
    DATA_INCONSISTENT,
    /** A collation, function, tokenizer or module of the application is missing here, so the test is incomplete. */
    NEEDS_APPLICATION,
    /** One of the owner's assertions failed. */
    ASSERTION_FAILED,
    /** The restored database lacks more rows than the lag explains, or has another schema than the live database. */
    LIVE_DIFFERS,
    /** The live WAL had commits that the replica never received, and later commits are replicated without them. */
    WRITES_LOST,
    /** The measured restore took longer than the RTO. */
    SLOW_RESTORE,
    /** No passed drill within the maximum drill age. */
    DRILL_OVERDUE,
    /** Two writers on one replica, or several histories whose order is unknown. */
    FORKED,
    /** Times in the future, or a difference between the clocks of this machine and of the store. */
    CLOCK_SKEW,
    /** A command or URL that the owner configured to run after a restore failed. */
    HOOK_FAILED,
    /**
     * The restored database is in place, but the replaced files, or the temporary files of the restore, could not be
     * deleted.
     */
    CLEANUP_FAILED,
    /** Not checked: the store does not answer, or the bucket does not exist. */
    STORAGE_UNREACHABLE,
    /** Not checked: the store rejects the credentials. */
    ACCESS_DENIED,
    /** A replica type that this version cannot read. */
    REPLICA_UNSUPPORTED,
    /** Not enough disk space for a drill. */
    SCRATCH_FULL,
    /** The history cannot be read or written, so nothing was compared with earlier runs. */
    HISTORY_UNAVAILABLE;

    /** Returns the form for JSON and metric labels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
