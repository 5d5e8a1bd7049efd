package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.check.StorageFindings;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.drill.RestoreAttempt.Try;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.Lineage;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.StorageException;
import io.litedrill.verify.Contents;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Restores a point into a file and tests what comes out; where that fails and it is wished for, finds the newest point before it
 * that does.
 *
 * <p>A file that turns out to be unusable is left out, and everything is planned anew without it: so another level, an older
 * snapshot, an older generation or the other layout takes its place without a rule for each. A restored database that is
 * malformed although every file is sound lacks something that leaves no trace, and so does one without any rows where there were some;
 * then older points are tried in growing steps, and the newest sound one is found by halving.
 */
public final class SoundRestore {
    /** Why a restore that was told to stop proves nothing, for people. */
    public static final String STOPPED = "stopped before its end";

    private static final int MOST_LISTINGS = 5;
    /** After so many damaged files that each cost a try, all files of the next plan are read before it is tried. */
    private static final int MOST_BROKEN = 3;
    /** A store that refuses so many files in a row refuses all of them. */
    private static final int MOST_REFUSALS = 20;

    private final CheckedReplica watched;
    private final ReplicaScanner scanner;
    private final RestoreAttempt attempt;
    private final RestoreFindings meaning;
    private final RestoreSession proceedings;
    private final FallbackStrategies otherWays;
    private int listings;
    private Rereading rereading;
    private int refusals;
    private Point asked = new Point.Newest();
    private Lineage lineage = Lineage.SOUND;

    /** What restoring came to. */
    public sealed interface Result {
        /**
         * A database stands in the file, tested.
         *
         * @param findings what was met on the way, and what its tests found
         * @param untested why its tests could not be finished
         * @param contents what is in it; empty when that could not be read
         * @param scan what the replica looked like when the restore was planned
         */
        record Done(
                Restored restored, List<Finding> findings, Untested untested, Optional<Contents> contents, Scan scan)
                implements Result {
            /** Why the tests say nothing for sure; empty when they were finished. */
            Optional<String> inconclusive() {
                return untested.any();
            }
        }

        /**
         * Holds why tests were not finished.
         *
         * @param any the first reason; empty when all were finished
         * @param unfinished the first reason that is more than something missing which only the application has
         */
        record Untested(Optional<String> any, Optional<String> unfinished) {}

        /**
         * Nothing was restored, because of the replica.
         *
         * @param offer the newest earlier state by what is known, where a fallback was not asked for; empty where there is none
         */
        record Failed(List<Finding> findings, Optional<Fallback> offer) implements Result {}

        /**
         * The point is no recovery point.
         *
         * @param finding the same as a finding; a fault of the replica only where {@code reason} says what is missing
         * @param offer the newest earlier state by what is known, where a fallback was not asked for; empty where there is none
         */
        record Refused(PlanResult.Refused reason, Finding finding, Optional<Fallback> offer) implements Result {}

        /**
         * Two databases are mixed in the replica, so it cannot be told whether what it restores to is a state of the right one. Nothing
         * is in the file that may be used.
         *
         * @param reason what is mixed, and how to name what is meant
         */
        record Undecided(List<Finding> findings, String reason) implements Result {}

        /** Could not look, or was interrupted. */
        record Inconclusive(List<Finding> findings, String reason) implements Result {}
    }

    /** Restores into the file of this attempt; a database without rows is judged by what older snapshots hold. */
    public SoundRestore(CheckedReplica watched, ReplicaScanner scanner, RestoreAttempt attempt) {
        this(watched, scanner, attempt, ExpectedRows.NONE);
    }

    /** Restores into the file of this attempt. */
    public SoundRestore(
            CheckedReplica watched, ReplicaScanner scanner, RestoreAttempt attempt, ExpectedRows rowsBefore) {
        this.watched = watched;
        this.scanner = scanner;
        this.attempt = attempt;
        this.rereading = new Rereading(scanner, attempt, false);
        this.meaning = new RestoreFindings(watched);
        this.proceedings = new RestoreSession(watched);
        this.otherWays = new FallbackStrategies(watched, scanner, attempt, rowsBefore, proceedings);
    }

    /** The same, which reads each file of the plan whatever is remembered of it, and so finds what was mended. */
    public SoundRestore rereading() {
        rereading = new Rereading(scanner, attempt, true);
        return this;
    }

    /** Returns this, which gives a malformed state where no sound one is left. */
    public SoundRestore takingMalformed() {
        otherWays.takeMalformed();
        return this;
    }

    /**
     * Restores.
     *
     * @param fallback whether an earlier point will do
     */
    public Result restore(Point point, boolean fallback) {
        try {
            asked = point;
            proceedings.begin(point);
            return first(point, fallback);
        } catch (InterruptedIOException e) {
            return proceedings.inconclusive("interrupted");
        } catch (StorageException e) {
            if (e.kind() == StorageException.Kind.STOPPED) {
                return proceedings.inconclusive(STOPPED);
            }
            proceedings.add(StorageFindings.of(e, watched.replica().location()));
            return proceedings.inconclusive(String.valueOf(e.getMessage()));
        }
    }

    private Result first(Point point, boolean fallback) throws StorageException, InterruptedIOException {
        Scan scan = rereading.scan(point);
        PlanResult planned = new Planner(watched.replica(), scan.timeline()).plan(point);
        lineage = Lineage.of(scan, watched.settings());
        if (planned instanceof PlanResult.Planned first) {
            MixedWriters mixture = MixedWriters.of(watched, scan, first.plan());
            if (mixture.forbids(point)) {
                return undecided(mixture);
            }
            proceedings.timeIsAfterNewest(first.plan().request().afterNewest());
            List<Finding> avoided = avoided(scan, point);
            proceedings.addAll(avoided);
            proceedings.addAll(meaning.refused(scan.inventory()).stream()
                    .filter(finding -> !avoided.contains(finding))
                    .toList());
            return run(scan, first.plan(), fallback ? Optional.of(first.plan().point()) : Optional.empty());
        }
        if (planned instanceof PlanResult.Refused refused) {
            return unreachable(scan, point, refused, fallback);
        }
        if (planned instanceof PlanResult.Pending pending) {
            proceedings.add(meaning.pending(pending));
            return proceedings.inconclusive("too young to be proved sound");
        }
        return nothing(scan, point);
    }

    /** What this version cannot read may restore well with another: only of what can be read is it known that there is no backup. */
    private Result nothing(Scan scan, Point point) {
        Inventory inventory = scan.inventory();
        if (inventory.mayHoldUnreadBackup()) {
            proceedings.addAll(meaning.unsupported(inventory));
            proceedings.addAll(meaning.refused(inventory).stream()
                    .filter(finding -> !proceedings.has(finding))
                    .toList());
            return proceedings.inconclusive(UnreadableFiles.snapshots(inventory));
        }
        proceedings.addAll(avoided(scan, point));
        proceedings.add(meaning.noBackup(inventory));
        return proceedings.failed();
    }

    /**
     * What the look at the replica showed of files that the restore goes around: those of the plan that there would be if every
     * file were sound. The outcome must not depend on whether damage is met in a header or in what follows it.
     */
    private List<Finding> avoided(Scan scan, Point point) {
        Scan hopeful = scanner.of(scan.inventory().map(file -> file.isUsable() ? file : file.with(Reading.UNREAD)));
        Set<String> wanted = plan(new Planner(watched.replica(), hopeful.timeline()), point).stream()
                .flatMap(plan -> plan.files().stream())
                .map(file -> file.object().key())
                .collect(Collectors.toSet());
        return scan.inventory()
                .files()
                .filter(file ->
                        !file.isUsable() && wanted.contains(file.object().key()))
                .map(meaning::of)
                .toList();
    }

    /** The point lies in a gap. Of a time, that is a refusal; the newest state was there once, so that is a loss. */
    private Result unreachable(Scan scan, Point point, PlanResult.Refused refused, boolean fallback)
            throws StorageException, InterruptedIOException {
        Optional<Fallback> offer = refused.before()
                .map(before -> new Fallback(RequestedPoint.of(point, scan.inventory(), before), before, true));
        if (!fallback || offer.isEmpty()) {
            return new Result.Refused(refused, meaning.of(refused, scan.inventory()), offer);
        }
        proceedings.add(meaning.of(refused, scan.inventory()));
        RecoveryPoint wanted = offer.get().wanted();
        return older(scan, refused.before().get(), wanted);
    }

    /** Carries out a plan, and others for the same point or an earlier one as long as files turn out to be unusable. */
    private Result run(Scan start, RestorePlan firstPlan, Optional<RecoveryPoint> wanted)
            throws StorageException, InterruptedIOException {
        Scan scan = start;
        RestorePlan plan = firstPlan;
        int broken = 0;
        // each try that fails leaves out one file more, so there is an end
        while (true) {
            Try tried = attempt.run(plan);
            if (tried instanceof Try.Stopped stopped) {
                return proceedings.stopped(stopped);
            }
            if (tried instanceof Try.Tested tested) {
                return tested(scan, tested, wanted);
            }
            int before = listings;
            scan = without(scan, plan, ((Try.Broken) tried).failure());
            broken += listings == before ? 1 : 0;
            Optional<RestorePlan> next = next(scan, plan.point(), wanted.isPresent());
            if (broken >= MOST_BROKEN && next.isPresent()) {
                scan = verified(scan, next.get(), wanted.isPresent());
                next = next(scan, plan.point(), wanted.isPresent());
            }
            if (next.isEmpty()) {
                return proceedings.failed(wanted.isPresent() ? Optional.empty() : offer(scan, plan.point()));
            }
            plan = next.get();
        }
    }

    private Scan verified(Scan scan, RestorePlan plan, boolean fallback)
            throws StorageException, InterruptedIOException {
        List<Finding> findings = new ArrayList<>();
        Scan verified = new PlanVerifier(scan, scanner, meaning, attempt.evidence())
                .verifyAll(scan, plan, known -> next(known, plan.point(), fallback), findings);
        proceedings.addAll(findings);
        return verified;
    }

    /** What is known after a file failed: without that file, or from a new listing where it vanished or changed under our hands. */
    private Scan without(Scan scan, RestorePlan plan, RestoreException failure) throws StorageException {
        boolean changed = !watched.replica().isAsListed(failure.file());
        if ((changed || failure.reason() == RestoreException.Reason.VANISHED) && listings++ < MOST_LISTINGS) {
            return rereading.scan(new Point.AtPosition(plan.point().position()));
        }
        if (changed) {
            throw new StorageException(
                    StorageException.Kind.CHANGED,
                    watched.replica().locate(failure.file()) + ": files came and went under each of " + MOST_LISTINGS
                            + " plans");
        }
        attempt.evidence().confirm(watched.replica(), scan.inventory(), failure);
        refusals = failure.reason() == RestoreException.Reason.REFUSED ? refusals + 1 : 0;
        if (refusals > MOST_REFUSALS && failure.getCause() instanceof StorageException all) {
            throw all;
        }
        proceedings.add(meaning.of(failure));
        if (failure.reason() == RestoreException.Reason.MISFIT) {
            proceedings.blameOneOfTwo();
        }
        return scanner.of(scan.inventory().with(failure.file(), readingAfter(failure)));
    }

    private static Reading readingAfter(RestoreException failure) {
        String reason = String.valueOf(failure.getMessage());
        return switch (failure.reason()) {
            case UNSUPPORTED -> new Reading.Unsupported(reason);
            case REFUSED -> new Reading.Unsupported(reason, Reading.Lack.ACCESS);
            case LOCKED -> new Reading.Unsupported(reason, Reading.Lack.IDENTITY);
            case DAMAGED, MISFIT, HOLE, VANISHED -> new Reading.Damaged(reason);
        };
    }

    private Optional<RestorePlan> next(Scan scan, RecoveryPoint point, boolean fallback) {
        Planner planner = new Planner(watched.replica(), scan.timeline());
        return plan(planner, new Point.AtPosition(point.position()))
                .or(() -> fallback ? newestBefore(planner, scan, point) : Optional.empty());
    }

    private Optional<Fallback> offer(Scan scan, RecoveryPoint wanted) {
        return newestBefore(new Planner(watched.replica(), scan.timeline()), scan, wanted)
                .map(plan -> new Fallback(wanted, plan.point(), true));
    }

    private static Optional<RestorePlan> newestBefore(Planner planner, Scan scan, RecoveryPoint point) {
        return EarlierPoints.than(point, scan.timeline()).stream()
                .reduce((older, newer) -> newer)
                .flatMap(before -> plan(planner, new Point.AtPosition(before.position())));
    }

    static Optional<RestorePlan> plan(Planner planner, Point point) {
        return planner.plan(point) instanceof PlanResult.Planned planned
                ? Optional.of(planned.plan())
                : Optional.empty();
    }

    private Result tested(Scan scan, Try.Tested tested, Optional<RecoveryPoint> wanted) throws StorageException {
        proceedings.addAll(meaning.of(tested.verification(), tested.point()));
        // as the whole replica was listed: a file that was left out meanwhile still shows a second database
        MixedWriters mixture = new MixedWriters(attempt.forks(), lineage, tested.point());
        if (mixture.forbids(asked)) {
            return undecided(mixture);
        }
        proceedings.addAll(mixture.findings(watched));
        if (!RestoreFindings.isMalformed(tested.verification())) {
            return tested.verification().contents().filter(Contents::isEmpty).isPresent()
                    ? otherWays.withoutRows(scan, tested, wanted)
                    : proceedings.done(scan, tested, wanted);
        }
        if (wanted.isEmpty()) {
            return proceedings.done(scan, tested, wanted);
        }
        Optional<Result> other = otherWays.fromOtherSnapshot(scan, tested, wanted);
        return other.isPresent() ? other.get() : otherWays.malformed(scan, tested, wanted.get());
    }

    private Result undecided(MixedWriters mixture) {
        proceedings.addAll(mixture.findings(watched));
        return new Result.Undecided(proceedings.findings(), mixture.reason(watched));
    }

    /** The newest point at or before this one that restores and is no malformed database. */
    private Result older(Scan scan, RecoveryPoint from, RecoveryPoint wanted)
            throws StorageException, InterruptedIOException {
        return new Planner(watched.replica(), scan.timeline()).plan(new Point.AtPosition(from.position()))
                        instanceof PlanResult.Planned planned
                ? run(scan, planned.plan(), Optional.of(wanted))
                : proceedings.failed();
    }

    /** The finding for a fallback that a drill had to take, where nothing else says why. */
    static Finding unexplained(CheckedReplica watched, Fallback fallback) {
        return new Finding(
                FindingCode.DATABASE_MALFORMED,
                Severity.CRITICAL,
                "the wanted state of " + fallback.wanted().time() + " did not restore",
                watched.replica().location(),
                "the newest that does is of " + fallback.got().time());
    }
}
