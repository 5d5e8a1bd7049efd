package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.drill.RestoreAttempt.Try;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.Point;
import io.litedrill.replica.Reading;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.scan.ReplicaScanner;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Chain;
import io.litedrill.restore.Planner;
import io.litedrill.restore.RestoreException;
import io.litedrill.storage.StorageException;
import io.litedrill.verify.Contents;
import io.litedrill.verify.Verification;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * Finds another way when a restored state is malformed, or has no rows although rows existed: other snapshots for the
 * same state, then older states.
 */
final class FallbackStrategies {
    private static final int MOST_SNAPSHOTS = 3;

    private final CheckedReplica watched;
    private final ReplicaScanner scanner;
    private final RestoreAttempt attempt;
    private final ExpectedRows rowsBefore;
    private final RestoreSession proceedings;
    private final RestoreFindings meaning;
    private boolean takesMalformed;

    FallbackStrategies(
            CheckedReplica watched,
            ReplicaScanner scanner,
            RestoreAttempt attempt,
            ExpectedRows rowsBefore,
            RestoreSession proceedings) {
        this.watched = watched;
        this.scanner = scanner;
        this.attempt = attempt;
        this.rowsBefore = rowsBefore;
        this.proceedings = proceedings;
        this.meaning = new RestoreFindings(watched);
    }

    /** Accepts a malformed state as the result when no sound one is left. */
    void takeMalformed() {
        takesMalformed = true;
    }

    /**
     * Restores the same state from older snapshots. The snapshot may have a wrong name or belong to another database.
     */
    Optional<RestoreResult> fromOtherSnapshot(Scan start, Try.Tested tested, Optional<RecoveryPoint> wanted) {
        Scan scan = start;
        Point same = new Point.AtPosition(tested.point().position());
        for (int i = 0; i < MOST_SNAPSHOTS; i++) {
            Optional<ReplicaFile> excluded =
                    scan.timeline().chainTo(tested.point().position()).map(Chain::snapshot);
            if (excluded.isEmpty()) {
                return Optional.empty();
            }
            scan = scanner.of(
                    scan, scan.inventory().with(excluded.get(), new Reading.Damaged("leads to a malformed state")));
            Optional<Try> tried = PlanChoice.plan(new Planner(watched.replica(), scan.timeline()), same)
                    .map(attempt::run);
            if (tried.isEmpty() || tried.get() instanceof Try.Broken) {
                return Optional.empty();
            }
            if (tried.get() instanceof Try.Stopped stopped) {
                return Optional.of(proceedings.stopped(stopped));
            }
            Try.Tested other = (Try.Tested) tried.get();
            if (attempt.forks().isEmpty() && !RestoreFindings.isMalformed(other.verification())) {
                proceedings.add(meaning.misleading(excluded.get(), other.point()));
                return Optional.of(proceedings.done(scan, other, wanted));
            }
        }
        return Optional.empty();
    }

    RestoreResult malformed(Scan scan, Try.Tested tested, RecoveryPoint from) throws StorageException {
        return search(
                        scan,
                        tested,
                        verification -> !RestoreFindings.isMalformed(verification),
                        got -> new Fallback(from, got, false))
                .orElseGet(() -> takesMalformed ? again(scan, tested, Optional.of(from)) : proceedings.failed());
    }

    /** Handles a sound state without rows: it is correct unless rows existed before. */
    RestoreResult withoutRows(Scan scan, Try.Tested tested, Optional<RecoveryPoint> wanted) throws StorageException {
        Optional<Known> known = rowsBefore.of(scan, tested.point());
        OlderSnapshots older = new OlderSnapshots(watched.replica(), scan, attempt);
        boolean look = known.isEmpty() && older.isAny(tested.point());
        Optional<Known> had = (look ? older.rows(tested.point()) : known).filter(rows -> rows.rows() > 0);
        if (had.isEmpty()) {
            return look ? again(scan, tested, wanted) : proceedings.done(scan, tested, wanted);
        }
        proceedings.add(RowFindings.empty(watched, tested.point(), had.get()));
        Predicate<Verification> withRows = verification -> !RestoreFindings.isMalformed(verification)
                && verification.contents().filter(Contents::isEmpty).isEmpty();
        Optional<RestoreResult> sound = wanted.isPresent()
                ? search(scan, tested, withRows, got -> new Fallback(wanted.get(), got, true))
                : Optional.empty();
        return sound.orElseGet(() -> again(scan, tested, wanted));
    }

    /** Restores the judged state again, because the output file holds the state that was tried last. */
    private RestoreResult again(Scan scan, Try.Tested tested, Optional<RecoveryPoint> wanted) {
        Planner planner = new Planner(watched.replica(), scan.timeline());
        Optional<Try> tried = PlanChoice.plan(
                        planner, new Point.AtPosition(tested.point().position()))
                .map(attempt::run);
        if (tried.isPresent() && tried.get() instanceof Try.Stopped stopped) {
            return proceedings.stopped(stopped);
        }
        return tried.filter(Try.Tested.class::isInstance)
                .<RestoreResult>map(each -> proceedings.done(scan, (Try.Tested) each, wanted))
                .orElseGet(() -> proceedings.inconclusive("the replica changed while it was drilled"));
    }

    private Optional<RestoreResult> search(
            Scan scan,
            Try.Tested tested,
            Predicate<Verification> acceptable,
            Function<RecoveryPoint, Fallback> fallback)
            throws StorageException {
        Predicate<Verification> ofOne = verification -> attempt.forks().isEmpty() && acceptable.test(verification);
        SoundSearch search = new SoundSearch(watched.replica(), scan.timeline(), attempt, ofOne);
        Optional<Try> older = search.newestBefore(tested.point());
        markBroken(search.broken(), scan.inventory());
        if (older.isPresent() && older.get() instanceof Try.Stopped stopped) {
            return Optional.of(proceedings.stopped(stopped));
        }
        return older.filter(Try.Tested.class::isInstance)
                .map(Try.Tested.class::cast)
                .map(sound -> proceedings.concluded(scan, sound, Optional.of(fallback.apply(sound.point()))));
    }

    private void markBroken(List<RestoreException> broken, Inventory inventory) throws StorageException {
        for (RestoreException failure : broken) {
            if (!proceedings.has(meaning.of(failure)) && watched.replica().isAsListed(failure.file())) {
                attempt.evidence().confirm(watched.replica(), inventory, failure);
                proceedings.add(meaning.of(failure));
            }
        }
    }
}
