package io.litedrill.app;

import io.litedrill.app.DatabaseStatus.Drills;
import io.litedrill.app.DatabaseStatus.Judgement;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.Format;
import io.litedrill.check.Objectives;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Judges a replica by its last check and its drills. A missing or old result is unknown, never OK. */
final class StatusJudge {
    private static final int CHECKS_MISSED = 3;
    /** The least age of a check that counts as old, so that a person can look after a check by hand. */
    private static final Duration LEAST_OLD = Duration.ofMinutes(10);

    private final Objectives objectives;
    private final Duration checkedEvery;
    private final Instant now;

    StatusJudge(Objectives objectives, Duration checkedEvery, Instant now) {
        this.objectives = objectives;
        this.checkedEvery = checkedEvery;
        this.now = now;
    }

    private record Reason(Verdict verdict, String text) {}

    /**
     * Judges a replica.
     *
     * @param gone whether the last check found none of the states that the known drills have restored
     */
    Judgement judge(Optional<CheckResult> check, Drills drills, boolean gone) {
        List<Reason> reasons = Stream.of(
                        ofCheck(check), gone ? gone(check, drills) : Stream.<Reason>empty(), ofDrills(drills))
                .flatMap(each -> each)
                .toList();
        Verdict worst =
                reasons.stream().map(Reason::verdict).max(Verdict::compareTo).orElse(Verdict.OK);
        return new Judgement(worst, reasons.stream().map(Reason::text).toList());
    }

    private Stream<Reason> ofCheck(Optional<CheckResult> check) {
        if (check.isEmpty()) {
            return Stream.of(new Reason(Verdict.UNKNOWN, "never checked"));
        }
        Duration age = Duration.between(check.get().run().at(), now);
        Duration old = checkedEvery.multipliedBy(CHECKS_MISSED);
        Stream<Reason> outdated = age.compareTo(old.compareTo(LEAST_OLD) > 0 ? old : LEAST_OLD) > 0
                ? Stream.of(new Reason(
                        Verdict.UNKNOWN, "the last check was " + Format.duration(age) + " ago, so it may have changed"))
                : Stream.empty();
        Verdict verdict = check.get().verdict();
        return verdict == Verdict.OK
                ? outdated
                : Stream.concat(
                        Stream.of(new Reason(
                                verdict,
                                "the last check was " + Wording.word(verdict) + ": "
                                        + codes(check.get().findings()))),
                        outdated);
    }

    /** A proof is of files that existed then. */
    private static Stream<Reason> gone(Optional<CheckResult> check, Drills drills) {
        String what = check.filter(CheckResult::showsNoBackup).isPresent()
                ? "nothing can be restored now"
                : "the states that drills have proved are gone";
        return drills
                .passed()
                .map(time -> new Reason(Verdict.CRITICAL, what + "; the last proof was at " + time))
                .stream();
    }

    private Stream<Reason> ofDrills(Drills drills) {
        Optional<Reason> failed = drills.conclusive()
                .filter(drill -> drill.outcome() == Outcome.FAILED)
                .map(drill -> new Reason(Verdict.CRITICAL, "the last drill failed: " + codes(drill.findings())));
        return Stream.concat(failed.stream(), proof(drills).stream());
    }

    private Optional<Reason> proof(Drills drills) {
        if (drills.passed().isEmpty()) {
            return Optional.of(new Reason(
                    Verdict.UNKNOWN,
                    drills.last().isEmpty()
                            ? "never drilled: nothing is proved"
                            : "no drill has passed: nothing is proved"));
        }
        Duration age = Duration.between(drills.passed().get(), now);
        return age.compareTo(objectives.drillAge()) > 0
                ? Optional.of(new Reason(
                        Verdict.WARNING,
                        "the last passed drill was " + Format.duration(age) + " ago, promised is one within "
                                + Format.duration(objectives.drillAge())))
                : Optional.empty();
    }

    private static String codes(List<Finding> findings) {
        return findings.stream()
                .map(finding -> finding.code().wire())
                .distinct()
                .collect(Collectors.joining(", "));
    }
}
