package io.litedrill.drill;

import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
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
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

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
        return extended(done, compared(done, attempt, start));
    }

    /**
     * Returns the result of a drill that cannot compare its database. What was different stays different, until a
     * comparison finds both equal or the kept database is deleted.
     */
    RestoreResult.Done without(RestoreResult.Done done, String reason) {
        return isDisputed() ? extended(done, untold(reason, System.nanoTime())) : done;
    }

    /** Returns whether an earlier drill found a difference, and the kept database is still there. */
    boolean isDisputed() {
        return state.filter(kept -> kept.proofs().disputed()).isPresent() && Files.exists(copy.database());
    }

    private static RestoreResult.Done extended(RestoreResult.Done done, ComparisonResult compared) {
        return new RestoreResult.Done(
                done.restored().with(List.of(compared.outcome())),
                Stream.concat(done.findings().stream(), compared.findings().stream())
                        .toList(),
                done.untested(),
                done.contents(),
                done.scan());
    }

    private ComparisonResult compared(RestoreResult.Done done, RestoreAttempt attempt, long start) throws IOException {
        KeptState kept = state.orElseThrow();
        try {
            ProvedSource.Job job =
                    new ProvedSource.Job(attempt.plan(), done.scan().inventory(), copy.database());
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
        if (isDisputed()) {
            String what = "an earlier drill found this, and this one could not compare them: " + reason;
            return ComparisonResult.of(
                    CheckKind.KEPT_COPY, CheckOutcome.Result.FAILED, what, start, List.of(finding(what)));
        }
        return ComparisonResult.of(
                CheckKind.KEPT_COPY, CheckOutcome.Result.INCONCLUSIVE, "not compared: " + reason, start, List.of());
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
        return ComparisonResult.of(
                CheckKind.KEPT_COPY, CheckOutcome.Result.FAILED, what, start, List.of(finding(what)));
    }

    private Finding finding(String what) {
        return new Finding(
                FindingCode.CHAIN_DISAGREES,
                Severity.CRITICAL,
                FindingSentence.KEPT_DIFFERS.of(state.orElseThrow().point().position(), what),
                order.watched().replica().location(),
                Hint.text("read every file: ")
                        .then(order.watched().command(CommandVerb.SCRUB))
                        .then("; compare the restored database and the kept one (" + copy.database()
                                + ") with the live database before you rely on either. Drills fail until both are"
                                + " equal, or until you delete the kept one"));
    }
}
