package io.litedrill.recover;

import io.litedrill.check.Format;
import io.litedrill.check.NearbyReplicas;
import io.litedrill.check.ReplicaId;
import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import io.litedrill.recover.EnsureOrder.Source;
import io.litedrill.recover.EnsureOrder.When;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.replica.Replica;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.restore.RestoreListener;
import java.io.IOException;
import java.nio.file.Files;
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
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    private final Recovery recovery;
    private final Surroundings around;
    private final ReadingCache cache;
    private final InstantSource clock;

    /**
     * The environment of an ensure run.
     *
     * @param scratch the folder for a private copy of the live database
     * @param everHeld whether history records that a replica once held a backup
     * @param told receives each line for the log
     */
    public record Surroundings(Path scratch, Predicate<ReplicaId> everHeld, Consumer<String> told) {}

    /** Creates an ensurer that restores by this recovery. */
    public Ensurer(Recovery recovery, Surroundings around, ReadingCache cache, InstantSource clock) {
        this.recovery = recovery;
        this.around = around;
        this.cache = cache;
        this.clock = clock;
    }

    /** Ensures one database. Never throws: failures are part of the report. */
    public RestoreReport ensure(EnsureOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Path live = order.destination().live();
        try {
            LivePlace place = LivePlace.of(live, order.destination().litestreamState());
            Duration limit = order.sources().get(0).expectations().queryLimit();
            LiveDatabaseState judged = new LiveDatabaseInspector(around.scratch(), limit).judge(place);
            Optional<RestoreReport> owed =
                    judged.condition().state() == State.SOUND ? owed(order, place, progress) : Optional.empty();
            if (owed.isPresent()) {
                return owed.get();
            }
            return decide(order, place, judged)
                    .map(ending -> report(order, start, ending))
                    .orElseGet(() -> restore(order, place, judged, progress));
        } catch (NoSuchFileException e) {
            String reason = live + ": the folder is not there. Mount or create it, with the owner that it is to have";
            return report(order, start, new Ending(Outcome.REFUSED, reason));
        } catch (IOException e) {
            return report(order, start, new Ending(Outcome.REFUSED, live + ": could not be inspected: " + e));
        }
    }

    /** Runs the pending hook of an earlier restore before this start. Returns empty when no hook is pending. */
    private Optional<RestoreReport> owed(EnsureOrder order, LivePlace place, RestoreListener progress) {
        ReplicaId id = order.sources().get(0).watched().id();
        Optional<RestoreReport> owed = recovery.settleOwed(id, order.runId(), place, progress);
        owed.ifPresent(report -> {
            boolean well = report.ending().outcome() == Outcome.RESTORED
                    && report.findings().isEmpty();
            around.told()
                    .accept((well ? "" : "WARNING: ") + id.database() + ": " + place.file() + " is sound, "
                            + report.ending().reason() + (well ? ", and has succeeded now" : ""));
        });
        return owed;
    }

    /** Returns the result where no restore is needed or permitted; empty when a restore is needed. */
    private static Optional<Ending> decide(EnsureOrder order, LivePlace place, LiveDatabaseState judged) {
        When when = order.terms().when();
        String found = place.file() + ": is " + judged.condition();
        return switch (judged.condition().state()) {
            case SOUND -> Optional.of(new Ending(Outcome.NOT_NEEDED, found));
            case IN_USE ->
                Optional.of(new Ending(
                        Outcome.REFUSED,
                        found + ". It is left alone: end that, or leave it to the process that uses it"));
            case UNREADABLE ->
                Optional.of(new Ending(
                        Outcome.REFUSED, found + ". Nothing is known of it, so it is left alone: mend that first"));
            case MISSING, EMPTY_FILE ->
                when == When.CORRUPT
                        ? Optional.of(new Ending(Outcome.NOT_NEEDED, found + ", and --when corrupt leaves that alone"))
                        : Optional.empty();
            case NOT_A_DATABASE, CORRUPT ->
                when == When.MISSING
                        ? Optional.of(
                                new Ending(
                                        Outcome.REFUSED,
                                        found
                                                + ", and --when missing allows no restore over it. To restore it: leave out --when"))
                        : Optional.empty();
        };
    }

    private RestoreReport restore(
            EnsureOrder order, LivePlace place, LiveDatabaseState judged, RestoreListener progress) {
        Instant start = clock.instant();
        String name = order.sources().get(0).watched().id().database();
        around.told().accept("DATABASE RESTORE REQUIRED: " + name + ": " + place.file() + " is " + judged.condition());
        List<BackupAvailability> supplies = order.sources().stream()
                .map(source -> BackupAvailability.at(source, cache, clock))
                .toList();
        List<BackupAvailability.Backup> backups = supplies.stream()
                .filter(BackupAvailability.Backup.class::isInstance)
                .map(BackupAvailability.Backup.class::cast)
                .sorted(Comparator.comparing(backup -> backup.time().orElse(Instant.MAX), Comparator.reverseOrder()))
                .toList();
        RestoreReport report = backups.isEmpty()
                ? report(order, start, without(order, place, judged, supplies))
                : restore(order, start, judged, backups, progress);
        tell(name, report);
        return report;
    }

    private void tell(String name, RestoreReport report) {
        switch (report.ending().outcome()) {
            case RESTORED ->
                around.told()
                        .accept("Database successfully restored and verified: " + name + ": state of "
                                + report.restored()
                                        .map(restored -> restored.point().toString())
                                        .orElse("unknown time"));
            case NOT_NEEDED -> around.told().accept(report.ending().reason());
            case FAILED, INCONCLUSIVE, REFUSED ->
                around.told()
                        .accept("WARNING: No backup found or restore failed: " + name + ": "
                                + report.ending().reason());
        }
    }

    /** Restores from the replica with the newest backup; uses the next replica only when a restore fails. */
    private RestoreReport restore(
            EnsureOrder order,
            Instant start,
            LiveDatabaseState judged,
            List<BackupAvailability.Backup> backups,
            RestoreListener progress) {
        RestoreReport first = restore(order, start, judged, backups.get(0), progress);
        RestoreReport report = first;
        for (int i = 1; i < backups.size() && isWorthAnother(report); i++) {
            around.told()
                    .accept("WARNING: " + backups.get(i - 1).source().watched().id() + ": "
                            + report.ending().reason() + ". Trying "
                            + backups.get(i).source().watched().id());
            report = restore(order, start, judged, backups.get(i), progress);
        }
        return report.ending().outcome() == Outcome.RESTORED ? report : first;
    }

    private static boolean isWorthAnother(RestoreReport report) {
        Outcome outcome = report.ending().outcome();
        return outcome == Outcome.FAILED || outcome == Outcome.INCONCLUSIVE;
    }

    private RestoreReport restore(
            EnsureOrder order,
            Instant start,
            LiveDatabaseState judged,
            BackupAvailability.Backup backup,
            RestoreListener progress) {
        Source source = backup.source();
        Optional<Ending> tooOld = backup.time().flatMap(time -> age(order, source, time));
        if (tooOld.isPresent()) {
            return report(order, start, tooOld.get());
        }
        InPlaceOrder inPlace = new InPlaceOrder(
                order.runId(),
                source.watched(),
                order.destination(),
                source.expectations(),
                order.terms().allowed());
        return recovery.restore(inPlace, backup.listed(), judged, progress);
    }

    /** Refuses a backup that exceeds the maximum age, and logs one that exceeds the recovery point objective. */
    private Optional<Ending> age(EnsureOrder order, Source source, Instant time) {
        Duration age = Duration.between(time, clock.instant());
        String newest = "the newest recovery point of " + source.watched().id() + " is of " + time;
        if (age.compareTo(CLOCKS_DIFFER.negated()) < 0) {
            return ahead(order, newest);
        }
        String old = newest + ", " + Format.duration(age) + " ago";
        if (order.terms().maxAge().filter(most -> age.compareTo(most) > 0).isPresent()) {
            return Optional.of(new Ending(
                    Outcome.REFUSED,
                    old + ", and --max-age allows "
                            + Format.duration(order.terms().maxAge().orElseThrow())
                            + ". To restore it all the same: leave out --max-age"));
        }
        boolean late = age.compareTo(source.watched().objectives().rpo()) > 0;
        around.told().accept((late ? "WARNING: " : "") + old);
        return Optional.empty();
    }

    /**
     * Handles a recovery point in the future, which has no known age. Refuses it only where {@code --max-age} is set.
     */
    private Optional<Ending> ahead(EnsureOrder order, String newest) {
        String what = newest + ", in the future of this machine's clock: its age is not known";
        if (order.terms().maxAge().isPresent()) {
            return Optional.of(new Ending(
                    Outcome.REFUSED,
                    what + ", so --max-age cannot be judged. Set the wrong clock, or leave out --max-age"));
        }
        around.told().accept("WARNING: " + what);
        return Optional.empty();
    }

    /**
     * Returns the result where no backup was found. A store that does not answer never counts as one without a backup.
     */
    private Ending without(
            EnsureOrder order, LivePlace place, LiveDatabaseState judged, List<BackupAvailability> supplies) {
        Optional<BackupAvailability.Unknown> unknown = supplies.stream()
                .filter(BackupAvailability.Unknown.class::isInstance)
                .map(BackupAvailability.Unknown.class::cast)
                .findFirst();
        if (unknown.isPresent()) {
            return new Ending(
                    Outcome.INCONCLUSIVE,
                    place(unknown.get()) + ": "
                            + unknown.get().reason().replaceFirst("\\.$", "")
                            + ". Whether there is a backup is not known, so nothing was restored");
        }
        String looked = supplies.stream().map(Ensurer::place).collect(Collectors.joining(", "));
        String nothing = "no backup found under " + looked;
        List<Replica> replicas = supplies.stream()
                .map(supply -> supply.source().watched().replica())
                .toList();
        return notFirst(order, place, judged, supplies)
                .map(reason -> new Ending(
                        Outcome.FAILED,
                        nothing + reason + ". Next: "
                                + NearbyReplicas.around(replicas.get(0)).hint().text()))
                .or(() -> new FirstStartJudge(order.terms().firstStart()).objection(nothing, replicas))
                .orElseGet(() -> new Ending(
                        Outcome.NOT_NEEDED,
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
        if (Files.exists(place.litestreamState())) {
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

    private RestoreReport report(EnsureOrder order, Instant start, Ending ending) {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        RestoreReport.Run run = new RestoreReport.Run(
                order.runId(), start, seconds, order.destination().live(), Optional.empty());
        ReplicaId id = order.sources().get(0).watched().id();
        return new RestoreReport(id, run, ending, Optional.empty(), List.of());
    }
}
