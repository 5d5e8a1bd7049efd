package io.litedrill.check;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The sentences of all findings. A name in braces stands for a value of {@link Facts}. */
public enum FindingSentence {
    // facts of a listing
    PREFIX_EMPTY(
            "there is nothing at all here: no backup, a folder that is not there or not mounted, or another path than"
                    + " Litestream writes to"),
    NO_REPLICA_AT_PATH("there are files below this path, but no replica at it"),
    NOTHING_USABLE("there are files, but nothing can be restored from them: no usable snapshot with what follows it"),
    SNAPSHOT_TOO_YOUNG(
            "the only snapshot is too young to be proved sound: it may hold changes whose WAL is not uploaded yet"),
    BACKUP_UNREAD("there is a backup, but {reason}: whether it restores is not known"),
    NEWEST_WITHOUT_SNAPSHOT("the newest files cannot be restored: {missing} is missing"),
    OLDER_WITHOUT_SNAPSHOT("some older files cannot be restored: {missing} is missing; newer states can be restored"),
    GAP_BEFORE_NEWEST("{missing} is missing; nothing behind it can be restored"),
    GAP_YOUNG("{missing} is missing; nothing behind it can be restored, unless it is still being uploaded"),
    GAP_UNTIL("{missing} is missing; what was written until {until} behind it cannot be restored, newer states can"),
    GAP_BYPASSED("{missing} is missing; what is behind it can be restored another way, the times in between cannot"),
    FILE_GONE("this {file} is gone ({bytes} bytes, of {time}), last seen at {seen}; {effect}"),
    FILE_REPLACED(
            "this {file} was replaced by another file of its name; as it was ({bytes} bytes, of {time}) it was last"
                    + " seen at {seen}; {effect}"),
    FILES_VANISHED("{count} files that were there are gone or replaced, from {first} to {last}, last seen at {seen};"
            + " {effect}"),
    NEWEST_EMPTY("the newest state ({position}, of {time}) is a database without any table but Litestream's own, where"
            + " this {file} of {older} had more"),

    // files
    FILE_DAMAGED("this {file} is damaged: {reason}"),
    FILE_UNREAD("this {file} {problem}"),
    MORE_FILES("{count} more files are like the {named} that are named"),
    TWO_WRITERS("two writers: this file and {other} are not of one database: {reason}"),
    TWO_WRITERS_OFTEN("two writers: this file and {other} are not of one database: {reason}. There are {pairs} such"
            + " pairs; the last is {first} and {second}"),
    SIDE_BY_SIDE(
            "two writers: {older} goes on growing beside {newer}, which began at {since}. Which one is newest changes"
                    + " with each upload"),
    ORDER_UNKNOWN("which of {histories} histories holds the newest state is not known: {reason}. Their newest states:"
            + " {states}"),

    // objectives and clocks
    SNAPSHOT_OVERDUE("the newest snapshot is {age} old; Litestream's settings explain {allowed}"),
    RETENTION_SHORT("the window reaches back {length}, promised is {promised}"),
    RETENTION_GAP(
            "Litestream's retention of {retention} is shorter than the {interval} between its compactions into level"
                    + " {level}. It has kept this file, the newest of that level, and deleted later ones: no state between {after}"
                    + " and {before} can be restored"),
    RETENTION_IGNORED(
            "Litestream keeps files for {effective}, not for the {ignored} in litestream.yml: version {reason}"),
    COMPACTION_STUCK("{files} files of level {level} ({bytes} bytes), the oldest of {since}, are not in level {next},"
            + " which Litestream writes every {interval}"),
    NOT_PRUNED("{old} of {files} files ({old_bytes} of {bytes} bytes) are older than the {explained} that Litestream's"
            + " retention explains, the oldest of them of {oldest}"),
    UPLOADS_RUNAWAY("{files} files of level 0 from {first} to {last} have {bytes} bytes together, where the WAL had"
            + " {wal} bytes: each holds the whole database of {database} bytes"),
    RETENTION_RACES_RESTORE("restoring took {took}, which is more than a quarter of Litestream's retention of"
            + " {retention}: files may be deleted while a restore reads them"),
    STALE("the live database has changes that are not in the replica; its newest recovery point is {age} old,"
            + " promised is {promised}"),
    STALE_BY_TIMES("the live database was modified after the newest recovery point, which is {age} old, promised is"
            + " {promised} (judged by modification times, since there is no WAL to compare; a checkpoint, or a"
            + " restore by another program, changes them too)"),
    LIVE_MISSING("the live database is gone: it was at this path before"),
    WRITES_MISSING("nothing was replicated for {age}, although writes are promised at least every {promised}"),
    IDLE_OR_STOPPED("nothing was replicated for {age}; without the live database, an idle database and a stopped"
            + " Litestream cannot be distinguished"),
    DRILL_OVERDUE("the last passed drill was {age} ago, promised is one within {promised}"),
    NEVER_DRILLED("no drill has passed since this replica was first seen {age} ago"),
    SLOW_RESTORE("restoring took {took}, promised is {promised}"),
    TIMES_IN_FUTURE(
            "{future} of {files} files have times in the future, up to {last}, {ahead} after this machine's clock"
                    + " ({now}). {cause}. {effect}"),
    CLOCKS_DIFFER(
            "{clocks}. Ages are counted by this machine's clock: stale, snapshot-overdue and retention-short may be"
                    + " wrong by as much"),

    // facts of a restored database
    CHECK_FAILED("{check} failed on the state of {point}: {detail}"),
    FELL_BACK("the wanted state of {wanted} did not restore"),
    NOTHING_RESTORED("nothing can be restored from this replica"),
    FILE_UNUSABLE("{file}: {reason}"),
    POINT_UNREAD("{reason}: it {problem}"),
    MORE_UNUSABLE("{count} more files that the restore needs are damaged or cannot be read, the last of them {last}"),
    SNAPSHOT_MISLEADING(
            "the state of {point} is malformed when it is restored from this snapshot, and sound from an older"
                    + " one: the snapshot is not what its name says"),
    WITHOUT_FILE("{damage} Nevertheless, {state} was restored, without this file"),
    NO_ROWS("the state of {point} has no rows at all; {where} has or had {rows}"),
    NO_TABLE("the state of {point} has not one table, so there is nothing to prove"),
    INCONSISTENT("the data of the state of {point} is inconsistent: {violations}"),
    INCONSISTENT_AS_BEFORE(
            "the data of the state of {point} is inconsistent: {violations}. This is known: {where} has the" + " same"),
    INCONSISTENT_ANEW(
            "the data of the state of {point} is inconsistent: {violations}. New, compared with {where}:" + " {added}"),
    NOT_TESTED_IN_FULL("the state of {point} cannot be tested in full here: {missing}"),
    MODULES_MISSING("the state of {point} has virtual tables whose own indexes no check here reads: {missing}"),
    KEPT_DIFFERS("a full restore, and newer files applied to the state of {position} that an earlier drill kept, give"
            + " different databases: {difference}"),
    LIVE_DIFFERS("{difference}. Restored was the state of {point}"),
    WRITES_LOST(
            "Litestream lost committed writes: the live WAL had commits up to byte {end} (seen at {seen}), {received}"
                    + " ({position}, {time}), and goes on with the next WAL at {next} ({next_time}). States from there on"
                    + " lack these writes, and may be malformed"),
    WRITES_LOST_OFTEN("Litestream lost committed writes: the live WAL had commits up to byte {end} (seen at {seen}),"
            + " {received} ({position}, {time}), and goes on with the next WAL at {next} ({next_time}). States from there"
            + " on lack these writes, and may be malformed. It happened {count} times; this is the last"),

    // reasons why a result is missing
    NOT_COMPARED("nothing was compared with earlier checks and drills: {reason}"),
    FILES_PENDING(
            "{pending} of {files} files are not read yet, since many databases are new at once: a hole or a second"
                    + " writer that only they show is not found before"),
    CHECK_OVERRAN("the check did not end within {limit} s and was cancelled"),
    CHECK_STOPPED_BY_ERROR("the check ended with an internal error: {error}"),
    SCRUB_STOPPED("the scrub was stopped before its end, so not every file was read"),
    INTERNAL_ERROR("internal error on this replica (a bug in Litedrill, not a finding about the backup): {error}"),
    REPLICA_UNREADABLE("this replica cannot be read: {reason}"),
    NAME_TAKEN("replicas below this prefix are not watched, because other databases have their names: {names}"),
    LIBRARY_MISSING("replicas of type {type} need {jar}, which is missing; the state of this replica is unknown"),
    NO_ROOM("restoring needs about {needed} bytes, {free} are free"),
    SCRATCH_UNUSABLE("the restored database cannot be written: {reason}"),
    WRITE_FAILED("writing the restored database failed: {error}"),

    // many findings of one kind
    SUMMED("{count} of these. The first: {first} The last, at {where}: {last}");

    private final String sentence;

    FindingSentence(String sentence) {
        this.sentence = sentence;
    }

    /**
     * Returns the sentence with values.
     *
     * @param values text, numbers, times or durations, in the order in which the sentence names them
     */
    public Facts of(Object... values) {
        List<String> names = Facts.names(sentence);
        Map<String, Object> named = new LinkedHashMap<>();
        for (int i = 0; i < Math.min(names.size(), values.length); i++) {
            named.put(names.get(i), values[i]);
        }
        return new Facts(sentence, named);
    }
}
