package io.litedrill.check;

import static io.litedrill.check.Severity.CRITICAL;
import static io.litedrill.check.Severity.NOTE;
import static io.litedrill.check.Severity.UNKNOWN;
import static io.litedrill.check.Severity.WARNING;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The catalogue of findings: code, meaning, next step and severities. The wire form of a code (JSON, metric labels) is
 * its name in lower case with hyphens, and never changes. docs/findings.md has a section for each code.
 */
public enum FindingCode {
    PREFIX_EMPTY(
            "There are no files under the prefix.",
            "Compare the path with Litestream's configuration. The finding names similar paths that hold a replica.",
            CRITICAL),
    NO_BACKUP(
            "There are files, but no state can be restored from them, or none is known to be restorable.",
            "Keep the live database safe and make Litestream take a snapshot.",
            CRITICAL,
            UNKNOWN),
    SNAPSHOT_MISSING(
            "Files have no snapshot to which they can be applied.",
            "List the restorable states with window. Critical: make Litestream take a snapshot.",
            CRITICAL,
            WARNING),
    SNAPSHOT_OVERDUE(
            "The newest snapshot is older than Litestream's settings explain.",
            "Read Litestream's log.",
            WARNING,
            CRITICAL),
    RETENTION_SHORT(
            "The window is shorter than promised, or than Litestream's settings guarantee.",
            "Lengthen Litestream's retention or shorten its snapshot interval.",
            WARNING),
    COMPACTION_STUCK(
            "Litestream no longer compacts the files of a level into the next level.",
            "Read Litestream's log for failed compactions.",
            WARNING),
    NOT_PRUNED(
            "The replica holds twice what Litestream's retention explains.",
            "Read Litestream's log, and let it delete files in the store.",
            WARNING),
    UPLOADS_RUNAWAY(
            "Litestream uploads the whole database again and again.",
            "Read Litestream's log, and stop what restarts it or checkpoints the database.",
            WARNING),
    STALE(
            "The replica has received no changes for longer than the RPO.",
            "Check whether Litestream runs.",
            CRITICAL,
            WARNING),
    LIVE_MISSING(
            "The live database existed at its path, and is gone.",
            "Restore it with ensure, unless it was moved on purpose.",
            CRITICAL),
    GAP(
            "A file is missing between others, so states after it need another way.",
            "Critical: make Litestream take a snapshot while the live database exists.",
            CRITICAL,
            WARNING),
    FILE_DAMAGED(
            "A file is truncated, empty, or violates a rule or checksum of its format.",
            "List the states that can be restored without it with window.",
            CRITICAL),
    FILE_VANISHED(
            "A file of an earlier listing has disappeared or was replaced, and retention does not explain it.",
            "Find out what deletes files there.",
            CRITICAL,
            WARNING),
    FILE_UNSUPPORTED(
            "A file has a format that this version does not support, or no configured identity decrypts it.",
            "Use a version that reads the format, or configure the identity.",
            WARNING),
    CHAIN_DISAGREES(
            "Two ways to one position give different databases.",
            "Run a drill, and compare the restored database with the live database.",
            CRITICAL),
    FORKED(
            "The files come from two writers, or the order of several histories is unknown.",
            "Stop one of the writers and give each database its own path. Restore a state by its position.",
            CRITICAL),
    CLOCK_SKEW(
            "Times are in the future, or this machine's clock differs from the store's.",
            "Set the wrong clock.",
            WARNING),
    DATABASE_MALFORMED(
            "The restored database is damaged according to SQLite's own checks.",
            "Restore the newest sound state, which the drill names.",
            CRITICAL),
    DATABASE_EMPTY(
            "The restored database has no rows or tables, although there were some.",
            "Check whether the application or Litestream used another file.",
            CRITICAL,
            WARNING),
    DATABASE_SHRUNK(
            "The restored database has fewer than half of the earlier rows.",
            "If the rows were not deleted on purpose, keep the older states from expiring.",
            WARNING),
    LIVE_DIFFERS(
            "The restored database differs from the live database at the same position.",
            "Keep the live database safe and make Litestream take a snapshot.",
            CRITICAL),
    WRITES_LOST(
            "Litestream skipped committed changes of the live database and will never upload them.",
            "Keep the live database safe and make Litestream take a snapshot.",
            CRITICAL),
    ASSERTION_FAILED(
            "The restored data does not meet a condition of the configuration.",
            "Compare with the live database, then correct the data or the condition.",
            CRITICAL),
    DATA_INCONSISTENT(
            "Rows violate a constraint of their schema, or an index must be rebuilt. The file is intact.",
            "Correct the rows, or rebuild the index, in the live database.",
            WARNING,
            NOTE),
    NEEDS_APPLICATION(
            "A part of the database cannot be tested without its application.",
            "Test a restored copy with the application.",
            WARNING,
            NOTE),
    SLOW_RESTORE(
            "A restore takes longer than the RTO.",
            "Let Litestream take snapshots more often, or use a nearer store.",
            WARNING),
    RETENTION_RACES_RESTORE(
            "A restore takes so long that retention may delete its files meanwhile.",
            "Lengthen Litestream's retention, or make restores faster.",
            WARNING),
    DRILL_OVERDUE("No drill has passed within the promised time.", "Run a drill.", WARNING),
    HOOK_FAILED(
            "A restored database is in place, but restore.after or restore.health_url did not succeed.",
            "Correct the cause and run ensure, which runs restore.after again.",
            CRITICAL),
    CLEANUP_FAILED(
            "A restored database is in place, but files that are no longer needed could not be deleted.",
            "Make the named files deletable, or delete them by hand.",
            WARNING),
    STORAGE_UNREACHABLE(
            "The store did not answer, or its answer is no complete listing.",
            "Check the endpoint, the bucket and the network.",
            UNKNOWN),
    ACCESS_DENIED(
            "The store refused the credentials, or refused to return a file.",
            "Check the key and its permissions to list and read. Restore archived objects.",
            UNKNOWN,
            WARNING),
    REPLICA_UNSUPPORTED(
            "The replica cannot be read: a missing jar, its configuration, or an internal error.",
            "Copy the jar or correct the configuration that the message names, or report the internal error.",
            UNKNOWN),
    SCRATCH_FULL(
            "There is not enough disk space for the restored database, or writing it failed.",
            "Free disk space, or configure another scratch folder.",
            UNKNOWN),
    SCRATCH_UNUSABLE(
            "The folder for restored databases cannot be written.",
            "Let the user of Litedrill write to the folder, or configure another scratch folder.",
            UNKNOWN),
    HISTORY_UNAVAILABLE(
            "The history cannot be read or written, so nothing was compared with earlier runs.",
            "Make PostgreSQL answer, or free disk space. A restore does not need the history.",
            NOTE),
    FILES_PENDING(
            "The checks of a daemon have not read all files yet, because many databases are new at once.",
            "None: later checks read these files. A drill or a scrub does not wait.",
            NOTE);

    private final String meaning;
    private final String nextStep;
    private final Severity usual;
    private final Optional<Severity> other;

    FindingCode(String meaning, String nextStep, Severity only) {
        this(meaning, nextStep, only, Optional.empty());
    }

    FindingCode(String meaning, String nextStep, Severity usual, Severity other) {
        this(meaning, nextStep, usual, Optional.of(other));
    }

    FindingCode(String meaning, String nextStep, Severity usual, Optional<Severity> other) {
        this.meaning = meaning;
        this.nextStep = nextStep;
        this.usual = usual;
        this.other = other;
    }

    /** Returns the form for JSON and metric labels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Returns the meaning of the code in one sentence. */
    public String meaning() {
        return meaning;
    }

    /** Returns the usual next step in one or two sentences. The hint of a finding is more precise. */
    public String nextStep() {
        return nextStep;
    }

    /** Returns the severities that findings of this code can have, the usual one first. */
    public List<Severity> severities() {
        return Stream.concat(Stream.of(usual), other.stream()).toList();
    }
}
