package io.litedrill.drill;

import io.litedrill.kept.KeptCopy;
import io.litedrill.kept.KeptState;
import io.litedrill.kept.PageComparison;
import io.litedrill.kept.UnfitException;
import io.litedrill.restore.Delta;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import java.io.IOException;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Compares the database of a full drill page by page with the kept one, after the newer files were applied to that.
 * Both have one state, so a difference shows that two ways to it disagree.
 *
 * @param copy holds both databases
 * @param state of the kept one; empty if there is none that can be trusted
 */
record KeptComparison(DrillOrder order, KeptCopy copy, Optional<KeptState> state) {
    /** Returns the result of a drill with the result of the comparison. */
    RestoreResult.Done with(RestoreResult.Done done, RestoreAttempt attempt) throws IOException {
        copy.sum();
        if (state.isEmpty()) {
            return done;
        }
        long start = System.nanoTime();
        return KeptDispute.extended(done, compared(done, attempt, start));
    }

    private ComparisonResult compared(RestoreResult.Done done, RestoreAttempt attempt, long start) throws IOException {
        KeptState kept = state.orElseThrow();
        try {
            ProvedSource.Job job =
                    new ProvedSource.Job(attempt.plan(), done.scan().inventory(), copy.database(), Set.of());
            copy.verify(kept);
            try (Delta delta = Delta.read(KeptPlanner.plan(kept, job), copy.delta(), RestoreListener.NONE)) {
                return of(copy.compare(delta, kept), attempt.output(), start);
            }
        } catch (UnfitException e) {
            return untold(e.reason(), start);
        } catch (RestoreException e) {
            return untold(String.valueOf(e.getMessage()), start);
        }
    }

    private ComparisonResult untold(String reason, long start) {
        return dispute()
                .uncompared(reason, start)
                .orElseGet(() -> ComparisonResult.of(
                        CheckKind.KEPT_COPY,
                        CheckOutcome.Result.INCONCLUSIVE,
                        "not compared: " + reason,
                        start,
                        List.of()));
    }

    private KeptDispute dispute() {
        return new KeptDispute(order, copy.database(), state);
    }

    private ComparisonResult of(PageComparison pages, Path restored, long start) throws IOException {
        BitSet differing = pages.differing();
        if (!differing.isEmpty()) {
            // SQLite does not write the content of free pages, so two equal databases may differ in them
            try (PageFile file =
                    PageFile.open(restored, state.orElseThrow().shape().pageSize())) {
                differing.andNot(Freelist.leaves(file::read, file.pages()));
            }
        }
        if (pages.pages() == pages.others() && differing.isEmpty()) {
            return ComparisonResult.of(
                    CheckKind.KEPT_COPY,
                    CheckOutcome.Result.PASSED,
                    "equal: " + pages.pages() + " pages",
                    start,
                    List.of());
        }
        String what = pages.pages() == pages.others()
                ? differing.cardinality() + " pages differ, the first is page " + differing.nextSetBit(0)
                : "one has " + pages.pages() + " pages, the other " + pages.others();
        return dispute().failed(what, start);
    }
}
