package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.NearbyReplicas;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.Restored;
import io.litedrill.files.Existence;
import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.EnsureOrder.When;
import io.litedrill.recover.RestoreOutcome.Kind;
import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.recover.RestoreOutcome.Unwritten;
import io.litedrill.replica.Replica;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Ensures that a database exists and is sound before its application starts. Restores a missing or damaged database.
 * Leaves a sound database unchanged, and also a file whose condition cannot be determined.
 */
public final class Ensurer {
    private final Recovery recovery;
    private final Surroundings around;
    private final ReadingCache cache;
    private final InstantSource clock;

    /**
     * The environment of an ensure run.
     *
     * @param scratch the folder for a private copy of the live database
     * @param everHeld whether history records that a replica once held a backup
     * @param log receives each line for the log
     */
    public record Surroundings(Path scratch, Predicate<ReplicaId> everHeld, Consumer<EnsureNote> log) {}

    /** Creates an ensurer that restores by this recovery. */
    public Ensurer(Recovery recovery, Surroundings around, ReadingCache cache, InstantSource clock) {
        this.recovery = recovery;
        this.around = around;
        this.cache = cache;
        this.clock = clock;
    }

    /** Ensures one database. Never throws: failures are part of the report. */
    public RestoreReport ensure(EnsureOrder order, RestoreListener progress) {
        Path live = order.live().path();
        RestoreStart start = RestoreStart.of(
                order.request(), order.sources().get(0).watched().id(), live, clock);
        try {
            LivePlace place = LivePlace.of(live, order.live().litestreamState());
            Duration limit = order.sources().get(0).expectations().queryLimit();
            LiveDatabaseState judged = new LiveDatabaseInspector(around.scratch(), limit).judge(place);
            Optional<RestoreReport> pending =
                    judged.condition().state() == State.SOUND ? pendingHook(order, place, progress) : Optional.empty();
            if (pending.isPresent()) {
                return pending.get();
            }
            return decide(order, place, judged)
                    .map(outcome -> start.end(outcome, List.of(), clock))
                    .orElseGet(() -> restore(order, start, place, judged, progress));
        } catch (NoSuchFileException e) {
            String reason = live + ": the folder is not there. Mount or create it, with the owner that it is to have";
            return start.end(Refusal.of(reason), List.of(), clock);
        } catch (IOException e) {
            return start.end(Refusal.of(live + ": could not be inspected: " + e), List.of(), clock);
        }
    }

    /** Runs the pending hook of an earlier restore before this start. Returns empty when no hook is pending. */
    private Optional<RestoreReport> pendingHook(EnsureOrder order, LivePlace place, RestoreListener progress) {
        CheckedReplica watched = order.sources().get(0).watched();
        Optional<RestoreReport> pending = recovery.runPendingHook(order.request(), watched, place, progress);
        pending.ifPresent(report -> {
            boolean well = report.outcome().kind() == Kind.RESTORED;
            around.log()
                    .accept(EnsureNote.of(
                            (well ? "" : "WARNING: ") + watched.id().database() + ": " + place.file() + " is sound, ",
                            report.outcome().reason(),
                            well ? ", and has succeeded now" : ""));
        });
        return pending;
    }

    /** Returns the result where no restore is needed or permitted; empty when a restore is needed. */
    private static Optional<Unwritten> decide(EnsureOrder order, LivePlace place, LiveDatabaseState judged) {
        When when = order.terms().when();
        String found = place.file() + ": is " + judged.condition();
        return switch (judged.condition().state()) {
            case SOUND -> Optional.of(RestoreOutcome.notNeeded(found));
            case IN_USE ->
                Optional.of(
                        Refusal.of(found + ". It is left alone: end that, or leave it to the process that uses it"));
            case UNREADABLE ->
                Optional.of(Refusal.of(found + ". Nothing is known of it, so it is left alone: mend that first"));
            case MISSING, EMPTY_FILE ->
                when == When.CORRUPT
                        ? Optional.of(RestoreOutcome.notNeeded(found + ", and --when corrupt leaves that alone"))
                        : Optional.empty();
            case NOT_A_DATABASE, CORRUPT ->
                when == When.MISSING
                        ? Optional.of(Refusal.of(found
                                + ", and --when missing allows no restore over it. To restore it: leave out --when"))
                        : Optional.empty();
        };
    }

    private RestoreReport restore(
            EnsureOrder order,
            RestoreStart start,
            LivePlace place,
            LiveDatabaseState judged,
            RestoreListener progress) {
        String name = order.sources().get(0).watched().id().database();
        List<BackupAvailability> supplies = order.sources().stream()
                .map(source -> BackupAvailability.at(source, cache, clock))
                .toList();
        List<BackupAvailability.Backup> backups = supplies.stream()
                .filter(BackupAvailability.Backup.class::isInstance)
                .map(BackupAvailability.Backup.class::cast)
                .sorted(Comparator.comparing(backup -> backup.time().orElse(Instant.MAX), Comparator.reverseOrder()))
                .toList();
        String required = "DATABASE RESTORE REQUIRED: " + name + ": " + place.file() + " is " + judged.condition();
        if (backups.isEmpty()) {
            Unwritten outcome = without(order, place, judged, supplies);
            if (outcome.kind() != Kind.NOT_NEEDED) {
                around.log().accept(EnsureNote.of(required));
            }
            return logged(name, start.end(outcome, List.of(), clock));
        }
        around.log().accept(EnsureNote.of(required));
        return logged(name, restore(order, new Needed(start, judged), backups, progress));
    }

    /** A restore that is needed. */
    private record Needed(RestoreStart start, LiveDatabaseState judged) {}

    private RestoreReport logged(String name, RestoreReport report) {
        log(name, report);
        return report;
    }

    private void log(String name, RestoreReport report) {
        switch (report.outcome().kind()) {
            case RESTORED ->
                around.log()
                        .accept(EnsureNote.of(loss(report)
                                .map(lost -> "WARNING: Database restored and verified, but to an earlier state: " + name
                                        + ": " + state(report) + lost)
                                .orElse("Database successfully restored and verified: " + name + ": "
                                        + state(report))));
            case RESTORED_WITH_PROBLEMS ->
                around.log()
                        .accept(EnsureNote.of(
                                "WARNING: Database restored and verified, but with a problem: " + name + ": "
                                        + state(report) + ": ",
                                problem(report)));
            case NOT_NEEDED ->
                around.log().accept(EnsureNote.of("", report.outcome().reason()));
            case FAILED, FAILED_AFTER_CHANGE, INCONCLUSIVE, REFUSED ->
                around.log()
                        .accept(EnsureNote.of(
                                "WARNING: No backup found or restore failed: " + name + ": ",
                                report.outcome().reason()));
        }
    }

    private static String state(RestoreReport report) {
        return "state of "
                + report.restored().map(restored -> restored.point().toString()).orElse("unknown time");
    }

    /** Returns what a fallback has lost; empty without one. */
    private static Optional<String> loss(RestoreReport report) {
        return report.restored()
                .flatMap(Restored::fallback)
                .map(fallback -> ". Lost: the changes of the last " + Format.duration(fallback.lost()) + " before "
                        + fallback.wanted()
                        + (fallback.proved() ? "" : ". Not proved: compare the data before you use it"));
    }

    private static Hint problem(RestoreReport report) {
        return report.findings().stream().findFirst().map(Finding::statement).orElseGet(report.outcome()::reason);
    }

    /** Restores from the replica with the newest backup; uses the next replica only when a restore fails. */
    private RestoreReport restore(
            EnsureOrder order, Needed needed, List<BackupAvailability.Backup> backups, RestoreListener progress) {
        RestoreReport first = restore(order, needed, backups.get(0), progress);
        RestoreReport report = first;
        for (int i = 1; i < backups.size() && isWorthAnother(report); i++) {
            around.log()
                    .accept(EnsureNote.of(
                            "WARNING: " + backups.get(i - 1).source().watched().id() + ": ",
                            report.outcome().reason(),
                            ". Trying " + backups.get(i).source().watched().id()));
            report = restore(order, needed, backups.get(i), progress);
        }
        return report.word() == OutcomeWord.RESTORED ? report : first;
    }

    private static boolean isWorthAnother(RestoreReport report) {
        OutcomeWord outcome = report.word();
        return outcome == OutcomeWord.FAILED || outcome == OutcomeWord.INCONCLUSIVE;
    }

    private RestoreReport restore(
            EnsureOrder order, Needed needed, BackupAvailability.Backup backup, RestoreListener progress) {
        RestoreSource source = backup.source();
        Optional<Refusal> tooOld = backup.time()
                .flatMap(time -> new BackupAge(order.terms().maxAge(), around.log(), clock).refusal(source, time));
        if (tooOld.isPresent()) {
            return needed.start().end(tooOld.get(), List.of(), clock);
        }
        InPlaceRestore inPlace = new InPlaceRestore(order.request(), source, order.live());
        return recovery.restore(inPlace, backup.listed(), needed.judged(), progress);
    }

    /**
     * Returns the result where no backup was found. A store that does not answer never counts as one without a backup.
     */
    private Unwritten without(
            EnsureOrder order, LivePlace place, LiveDatabaseState judged, List<BackupAvailability> supplies) {
        Optional<BackupAvailability.Unknown> unknown = supplies.stream()
                .filter(BackupAvailability.Unknown.class::isInstance)
                .map(BackupAvailability.Unknown.class::cast)
                .findFirst();
        if (unknown.isPresent()) {
            Hint why = Hint.text(place(unknown.get()) + ": " + unknown.get().reason());
            return RestoreOutcome.inconclusive(
                    Hint.sentences(why, Hint.text("Whether there is a backup is not known, so nothing was restored")));
        }
        String looked = supplies.stream().map(Ensurer::place).collect(Collectors.joining(", "));
        String nothing = "no backup found under " + looked;
        List<Replica> replicas = supplies.stream()
                .map(supply -> supply.source().watched().replica())
                .toList();
        return notFirst(order, place, judged, supplies)
                .<Unwritten>map(reason -> RestoreOutcome.failed(Hint.text(nothing + reason + ". Next: ")
                        .then(NearbyReplicas.around(replicas.get(0)).hint())))
                .or(() -> new FirstStartJudge(order.terms().firstStart()).objection(nothing, replicas))
                .orElseGet(() -> RestoreOutcome.notNeeded(
                        nothing + ", and none was ever known there: taken for a first start (--if-replica-exists)"));
    }

    private static String place(BackupAvailability supply) {
        return supply.source().watched().replica().location();
    }

    /** Returns why this is not a first start; empty when it can be one. */
    private Optional<String> notFirst(
            EnsureOrder order, LivePlace place, LiveDatabaseState judged, List<BackupAvailability> supplies) {
        if (!order.terms().firstStart().allowed()) {
            return Optional.of(
                    ". Compare that place with Litestream's configuration. At a first start: --if-replica-exists");
        }
        State state = judged.condition().state();
        if (state != State.MISSING && state != State.EMPTY_FILE) {
            return Optional.of(", and this is no first start: a file that is no sound database is at the path");
        }
        if (Existence.mayExist(place.litestreamState())) {
            return Optional.of(", and this is no first start: Litestream's state of this database is in "
                    + place.litestreamState());
        }
        return supplies.stream()
                .filter(supply -> !isUntouched(supply))
                .findFirst()
                .map(supply -> ", and this is no first start: "
                        + supply.source().watched().id() + " held a backup once. Find out where it went");
    }

    private boolean isUntouched(BackupAvailability supply) {
        return supply instanceof BackupAvailability.Nothing nothing
                && nothing.empty()
                && !around.everHeld().test(supply.source().watched().id());
    }
}
