package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reports a newest recovery point that is older than the objective. Age alone is no finding, because an idle database
 * writes nothing. The live database decides when it can be read, and the {@code expect_writes} objective when it is
 * set. Without both, the rule only warns.
 */
final class StaleRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        if (UnreadableFiles.hidesNewest(evidence)) {
            return List.of();
        }
        return evidence
                .newest()
                .flatMap(newest -> Lag.measure(evidence)
                        .map(lag -> behind(evidence, newest, lag).or(() -> silent(evidence, newest)))
                        .orElseGet(() -> unseen(evidence, newest)))
                .stream()
                .toList();
    }

    /** Returns whether the live database has changes that were not replicated within the objective. */
    static boolean exceedsRpo(Evidence evidence) {
        Duration rpo = evidence.watched().objectives().rpo();
        return !UnreadableFiles.hidesNewest(evidence)
                && Lag.measure(evidence)
                        .filter(lag -> !lag.same() && lag.behind().compareTo(rpo) > 0)
                        .isPresent();
    }

    private static Optional<Finding> behind(Evidence evidence, RecoveryPoint newest, Lag lag) {
        Duration rpo = evidence.watched().objectives().rpo();
        if (lag.same() || lag.behind().compareTo(rpo) <= 0) {
            return Optional.empty();
        }
        FindingSentence text = lag.basis() == LagBasis.MTIME ? FindingSentence.STALE_BY_TIMES : FindingSentence.STALE;
        return Optional.of(new Finding(
                FindingCode.STALE,
                Severity.CRITICAL,
                text.of(lag.behind(), rpo),
                evidence.location(),
                Hint.text("see whether Litestream runs and what its log says; the newest recovery point is "
                        + newest.position())));
    }

    /** Returns a finding when there was no write for longer than the objective, whether or not the file is visible. */
    private static Optional<Finding> silent(Evidence evidence, RecoveryPoint newest) {
        Duration age = Duration.between(newest.time(), evidence.now());
        return evidence.watched()
                .objectives()
                .expectWrites()
                .filter(promise -> age.compareTo(promise) > 0)
                .map(promise -> new Finding(
                        FindingCode.STALE,
                        Severity.CRITICAL,
                        FindingSentence.WRITES_MISSING.of(age, promise),
                        evidence.location(),
                        Hint.text("see whether the application writes and whether Litestream runs")));
    }

    private static Optional<Finding> unseen(Evidence evidence, RecoveryPoint newest) {
        Objectives objectives = evidence.watched().objectives();
        Duration age = Duration.between(newest.time(), evidence.now());
        boolean promised = objectives.expectWrites().isPresent();
        return promised || age.compareTo(objectives.rpo()) <= 0
                ? silent(evidence, newest)
                : Optional.of(idle(evidence, age));
    }

    private static Finding idle(Evidence evidence, Duration age) {
        return new Finding(
                FindingCode.STALE,
                Severity.WARNING,
                FindingSentence.IDLE_OR_STOPPED.of(age),
                evidence.location(),
                Hint.text("let Litedrill see the database file, or promise writes (objectives: expect_writes)"));
    }
}
