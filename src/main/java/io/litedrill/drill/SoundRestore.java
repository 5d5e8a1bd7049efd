package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

/**
 * Restores a point into a file and tests the restored database. When that fails and a fallback is requested, finds the
 * newest earlier point that can be restored.
 *
 * <p>A file that is unusable is left out, and the restore is planned again without it. Another level, an older
 * snapshot, an older generation or the other layout then replaces it without a rule for each. A restored database that
 * is malformed although every file is sound lacks a change that leaves no trace in the files. The same holds for a
 * database without rows that had rows before. Older points are then tried in growing steps, and the newest sound one is
 * found by bisection.
 */
public final class SoundRestore {
    /** Reason, for messages, that a stopped restore is inconclusive. */
    public static final String STOPPED = "stopped before its end";

    /**
     * Number of damaged files, each met by a failed attempt, after which all files of the next plan are read before it
     * is tried.
     */
    private static final int MOST_BROKEN = 3;

    private final CheckedReplica watched;
    private final ReplicaScanner scanner;
    private final RestoreAttempt attempt;
    private final RestoreFindings meaning;
    private final RestoreSession proceedings;
    private final FallbackStrategies otherWays;
    private final FileExclusion exclusion;
    private Rereading rereading;
    private Point asked = new Point.Newest();
    private Lineage lineage = Lineage.SOUND;
    private Predicate<Inventory> objection = listed -> false;

    /** Creates a restore into the file of an attempt. A database without rows is judged by older snapshots. */
    public SoundRestore(CheckedReplica watched, ReplicaScanner scanner, RestoreAttempt attempt) {
        this(watched, scanner, attempt, ExpectedRows.NONE);
    }

    /** Creates a restore into the file of an attempt. */
    public SoundRestore(
            CheckedReplica watched, ReplicaScanner scanner, RestoreAttempt attempt, ExpectedRows rowsBefore) {
        this.watched = watched;
        this.scanner = scanner;
        this.attempt = attempt;
        this.rereading = new Rereading(scanner, attempt, false);
        this.meaning = new RestoreFindings(watched);
        this.proceedings = new RestoreSession(watched);
        this.exclusion = new FileExclusion(watched, scanner, attempt.evidence(), proceedings);
        this.otherWays = new FallbackStrategies(watched, scanner, attempt, rowsBefore, proceedings);
    }

    /**
     * Makes the restore read each file of the plan regardless of stored verdicts, so that it detects repaired files.
     * Returns this.
     */
    public SoundRestore rereading() {
        rereading = new Rereading(scanner, attempt, true);
        return this;
    }

    /** Makes the restore return a malformed state when no sound one is left. Returns this. */
    public SoundRestore takingMalformed() {
        otherWays.takeMalformed();
        return this;
    }

    /** Makes the restore end before it reads, if there is an objection to the files listed. Returns this. */
    public SoundRestore unless(Predicate<Inventory> objectionToListing) {
        objection = objectionToListing;
        return this;
    }

    /**
     * Restores a point.
     *
     * @param fallback true to accept an earlier point
     */
    public RestoreResult restore(Point point, boolean fallback) {
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

    private RestoreResult first(Point point, boolean fallback) throws StorageException, InterruptedIOException {
        Scan scan = rereading.scan(point);
        if (objection.test(scan.inventory())) {
            return new RestoreResult.Objected(scan.inventory());
        }
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

    /**
     * Returns the result for a replica without a plan. Files that this version cannot read may hold a backup, so its
     * absence is certain only when all files are readable.
     */
    private RestoreResult nothing(Scan scan, Point point) {
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
     * Returns the findings for unusable files that the restore avoids: those that the plan would use if every file were
     * sound. The outcome must not depend on whether damage is in the header of a file or after it.
     */
    private List<Finding> avoided(Scan scan, Point point) {
        Scan allUsable =
                scanner.of(scan, scan.inventory().map(file -> file.isUsable() ? file : file.with(Reading.UNREAD)));
        Set<String> wanted = PlanChoice.plan(new Planner(watched.replica(), allUsable.timeline()), point).stream()
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

    /**
     * Handles a point in a gap. A requested time is refused. The newest state existed once, so it counts as a loss.
     */
    private RestoreResult unreachable(Scan scan, Point point, PlanResult.Refused refused, boolean fallback)
            throws StorageException, InterruptedIOException {
        Optional<Fallback> offer = refused.before().map(before -> Fallback.of(point, scan.inventory(), before));
        if (!fallback || offer.isEmpty()) {
            return new RestoreResult.Refused(refused, meaning.of(refused, scan.inventory()), offer);
        }
        proceedings.add(meaning.of(refused, scan.inventory()));
        RecoveryPoint wanted = offer.get().wanted();
        return older(scan, refused.before().get(), wanted);
    }

    /**
     * Runs a plan. While files prove unusable, runs other plans for the same point or an earlier one. Plans the request
     * again from another listing when files vanished or changed.
     */
    private RestoreResult run(Scan start, RestorePlan firstPlan, Optional<RecoveryPoint> wanted)
            throws StorageException, InterruptedIOException {
        Scan scan = start;
        RestorePlan plan = firstPlan;
        int broken = 0;
        // each failed attempt leaves out one more file, so the loop ends
        while (true) {
            Try tried = attempt.run(plan);
            if (tried instanceof Try.Stopped stopped) {
                return proceedings.stopped(stopped);
            }
            if (tried instanceof Try.Tested tested) {
                return tested(scan, tested, wanted);
            }
            RestoreException failure = ((Try.Broken) tried).failure();
            if (exclusion.requiresListing(failure)) {
                // merged files lead to a later TXID only, so the newest state may have another position now
                proceedings.begin(asked);
                return first(asked, wanted.isPresent());
            }
            scan = exclusion.without(scan, failure);
            broken++;
            Optional<RestorePlan> next = PlanChoice.next(scan, plan.point(), wanted.isPresent());
            if (broken >= MOST_BROKEN && next.isPresent()) {
                scan = verified(scan, next.get(), wanted.isPresent());
                next = PlanChoice.next(scan, plan.point(), wanted.isPresent());
            }
            if (next.isEmpty()) {
                return proceedings.failed(wanted.isPresent() ? Optional.empty() : PlanChoice.offer(scan, plan.point()));
            }
            plan = next.get();
        }
    }

    private Scan verified(Scan scan, RestorePlan plan, boolean fallback)
            throws StorageException, InterruptedIOException {
        List<Finding> findings = new ArrayList<>();
        Scan verified = new PlanVerifier(scan, scanner, meaning, attempt.evidence())
                .verifyAll(scan, plan, known -> PlanChoice.next(known, plan.point(), fallback), findings);
        proceedings.addAll(findings);
        return verified;
    }

    private RestoreResult tested(Scan scan, Try.Tested tested, Optional<RecoveryPoint> wanted) throws StorageException {
        proceedings.addAll(meaning.of(tested.verification(), tested.point()));
        // uses the lineage of the listing: a file that was left out since still reveals a second database
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
        Optional<RestoreResult> other = otherWays.fromOtherSnapshot(scan, tested, wanted);
        return other.isPresent() ? other.get() : otherWays.malformed(scan, tested, wanted.get());
    }

    private RestoreResult undecided(MixedWriters mixture) {
        proceedings.addAll(mixture.findings(watched));
        return new RestoreResult.Undecided(proceedings.findings(), mixture.reason(watched));
    }

    /** Restores the newest point at or before this one that gives a database that is not malformed. */
    private RestoreResult older(Scan scan, RecoveryPoint from, RecoveryPoint wanted)
            throws StorageException, InterruptedIOException {
        return new Planner(watched.replica(), scan.timeline()).plan(new Point.AtPosition(from.position()))
                        instanceof PlanResult.Planned planned
                ? run(scan, planned.plan(), Optional.of(wanted))
                : proceedings.failed();
    }

    /** Returns the finding for the fallback of a drill that no other finding explains. */
    static Finding unexplained(CheckedReplica watched, Fallback fallback) {
        return new Finding(
                FindingCode.DATABASE_MALFORMED,
                Severity.CRITICAL,
                FindingSentence.FELL_BACK.of(fallback.wanted().time()),
                watched.replica().location(),
                Hint.text("the newest that does is of " + fallback.got().time()));
    }
}
