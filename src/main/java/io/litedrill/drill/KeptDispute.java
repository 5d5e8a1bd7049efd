package io.litedrill.drill;

import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.files.Existence;
import io.litedrill.kept.KeptState;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Reports that a full drill gave another database than the kept one. The drills of this machine fail until a comparison
 * finds both equal, or until the kept database is deleted.
 *
 * @param kept the kept database
 * @param state of the kept database; empty if there is none that can be read
 */
record KeptDispute(DrillOrder order, Path kept, Optional<KeptState> state) {
    /** Returns whether an earlier drill found a difference, and the kept database is still there. */
    boolean isOpen() {
        return state.filter(each -> each.proofs().disputed()).isPresent() && Existence.mayExist(kept);
    }

    /** Returns the result of a drill that cannot compare its database. */
    RestoreResult.Done without(RestoreResult.Done done, String reason) {
        return uncompared(reason, System.nanoTime())
                .map(failed -> extended(done, failed))
                .orElse(done);
    }

    /** Returns the result of a comparison that could not be made; empty if no earlier drill found a difference. */
    Optional<ComparisonResult> uncompared(String reason, long start) {
        return isOpen()
                ? Optional.of(
                        failed("an earlier drill found this, and this one could not compare them: " + reason, start))
                : Optional.empty();
    }

    /** Returns the result of a comparison that found a difference. */
    ComparisonResult failed(String what, long start) {
        return ComparisonResult.of(
                CheckKind.KEPT_COPY, CheckOutcome.Result.FAILED, what, start, List.of(finding(what)));
    }

    /** Returns the result of a drill with the result of the comparison. */
    static RestoreResult.Done extended(RestoreResult.Done done, ComparisonResult compared) {
        return new RestoreResult.Done(
                done.restored().with(List.of(compared.outcome())),
                Stream.concat(done.findings().stream(), compared.findings().stream())
                        .toList(),
                done.untested(),
                done.contents(),
                done.scan());
    }

    private Finding finding(String what) {
        return new Finding(
                FindingCode.CHAIN_DISAGREES,
                Severity.CRITICAL,
                FindingSentence.KEPT_DIFFERS.of(state.orElseThrow().point().position(), what),
                order.watched().replica().location(),
                Hint.text("read every file: ")
                        .then(order.watched().command(CommandVerb.SCRUB))
                        .then("; compare the restored database and the kept one (" + kept
                                + ") with the live database before you rely on either. Drills on this machine"
                                + " fail until both are equal, or until you delete the kept one"));
    }
}
