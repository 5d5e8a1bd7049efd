package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Reports a newest recovery point that is older than the objective. Age alone is no finding, because an idle database
 * writes nothing. The live database decides when it can be read, else the {@code expect_writes} objective when it is
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
                        .map(lag -> behind(evidence, newest, lag))
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

    private static Optional<Finding> unseen(Evidence evidence, RecoveryPoint newest) {
        Objectives objectives = evidence.watched().objectives();
        Duration age = Duration.between(newest.time(), evidence.now());
        Optional<Duration> broken = objectives.expectWrites().filter(promise -> age.compareTo(promise) > 0);
        if (broken.isPresent()) {
            return Optional.of(new Finding(
                    FindingCode.STALE,
                    Severity.CRITICAL,
                    FindingSentence.WRITES_MISSING.of(age, broken.get()),
                    evidence.location(),
                    Hint.text("see whether the application writes and whether Litestream runs")));
        }
        boolean promised = objectives.expectWrites().isPresent();
        return promised || age.compareTo(objectives.rpo()) <= 0 ? Optional.empty() : Optional.of(idle(evidence, age));
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
