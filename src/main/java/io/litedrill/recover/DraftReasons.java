package io.litedrill.recover;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.RestoreResult;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.PlanResult;
import io.litedrill.verify.CheckOutcome;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Explains why a draft was not restored or not accepted, and which permission would override that. */
final class DraftReasons {
    private static final Hint WITHOUT_ASSERTIONS =
            Hint.text(". To take it anyway, without your own tests: ").then(Permission.SKIP_ASSERTIONS.hint());
    static final Hint MALFORMED = Hint.text(
                    ". If no sound state is left, the malformed one can be had for a recovery, with restore -o FILE ")
            .then(Permission.ACCEPT_MALFORMED.hint());

    /** Names no earlier state: only a search can determine which one passes. */
    private static final Hint SEARCH = Hint.text(". ")
            .then(Permission.FALLBACK.hint())
            .then(" looks for the newest earlier state that passes these tests, and reports how much is lost");

    private DraftReasons() {}

    static Hint unacceptable(RestoreResult.Done done, RestoreRequest request) {
        boolean own = done.findings().stream().anyMatch(DraftReasons::isAssertion);
        Hint search = request.permits(Permission.FALLBACK) ? Hint.none() : SEARCH;
        return reason(done.findings())
                .then(own ? WITHOUT_ASSERTIONS : search)
                .then(done.restored().isMalformed() ? MALFORMED : Hint.none());
    }

    /** A test of the owner may never have a result, such as one that does what is denied. */
    static Hint untested(RestoreResult.Done done, String reason) {
        boolean own = done.restored().checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.INCONCLUSIVE)
                .anyMatch(check -> check.kind().isOwnersCondition());
        return Hint.text("what was restored could not be tested in full: " + reason)
                .then(own ? WITHOUT_ASSERTIONS : Hint.none());
    }

    static Hint offer(Optional<Fallback> offer) {
        return offer.map(fallback ->
                        Hint.text(". ").then(Permission.FALLBACK.hint()).then(" " + fallback.delivered()))
                .orElse(Hint.none());
    }

    /**
     * Returns the refusal of a malformed state where an earlier sound one exists. A request that names the malformed
     * point is not refused.
     */
    static Hint older(RestoreResult.Done done, Fallback fallback) {
        return reason(done.findings())
                .then(". A sound state before it is of " + fallback.got().time() + ": ")
                .then(Permission.FALLBACK.hint())
                .then(" takes it. To have the malformed one instead, name it: " + exact(fallback.wanted()) + " with ")
                .then(Permission.ACCEPT_MALFORMED.hint());
    }

    private static boolean isAssertion(Finding finding) {
        return finding.code() == FindingCode.ASSERTION_FAILED;
    }

    /** Returns the first of the worst findings: a warning is not why nothing was accepted. */
    static Hint reason(List<Finding> findings) {
        return findings.stream()
                .min(Comparator.comparing(Finding::severity).reversed())
                .map(Finding::statement)
                .orElse(Hint.text("nothing could be restored"));
    }

    static Hint refusal(CheckedReplica watched, PlanResult.Refused refused) {
        return Hint.text(refused.reason())
                .then(refused.before()
                        .map(point -> ". Before it: " + exact(point))
                        .orElse(""))
                .then(refused.after()
                        .map(point -> ". After it: " + exact(point))
                        .orElse(""))
                .then(". All points: ")
                .then(watched.command(CommandVerb.WINDOW));
    }

    private static String exact(RecoveryPoint point) {
        return point.time() + " (" + Hint.Option.at(point.position()).words() + ")";
    }
}
