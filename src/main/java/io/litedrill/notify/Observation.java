package io.litedrill.notify;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The problems that one check or drill found.
 *
 * @param kind {@code check} or {@code drill}; the states of the two are independent
 * @param problems worst first
 * @param blind whether the run could not read enough, so that problems found earlier may still be there
 */
record Observation(ReplicaId id, String kind, List<Problem> problems, boolean blind) {
    /**
     * One problem.
     *
     * @param code the code of the finding
     * @param text the meaning and the next step, for people
     */
    record Problem(Level level, String code, String text) {
        /** Returns the key by which a repeated problem is recognized. */
        String key() {
            return level.wire() + ":" + code;
        }
    }

    static Observation of(CheckResult result) {
        return new Observation(result.id(), "check", problems(result.findings()), result.verdict() == Verdict.UNKNOWN);
    }

    static Observation of(DrillResult result) {
        List<Problem> problems = new ArrayList<>(problems(result.findings()));
        if (result.outcome() == DrillResult.Outcome.FAILED
                && problems.stream().noneMatch(problem -> problem.level() == Level.CRITICAL)) {
            problems.add(0, new Problem(Level.CRITICAL, "drill-failed", "The drill failed. Next: litedrill drill"));
        }
        return new Observation(result.id(), "drill", problems, result.outcome() == DrillResult.Outcome.INCONCLUSIVE);
    }

    private static List<Problem> problems(List<Finding> findings) {
        return findings.stream()
                .flatMap(finding -> Level.of(finding.severity()).stream()
                        .map(level -> new Problem(level, finding.code().wire(), text(finding))))
                .sorted(Comparator.comparing(Problem::level).reversed())
                .toList();
    }

    private static String text(Finding finding) {
        String next =
                finding.hint().isEmpty() ? "" : ". Next: " + finding.hint().text();
        return finding.code().wire() + ": " + finding.message() + next;
    }

    /** Returns the problems that a channel is interested in. */
    List<Problem> at(Set<Level> levels) {
        return problems.stream()
                .filter(problem -> levels.contains(problem.level()))
                .toList();
    }

    /** Returns the keys of problems. */
    static Set<String> keys(List<Problem> problems) {
        Set<String> keys = new TreeSet<>();
        problems.forEach(problem -> keys.add(problem.key()));
        return keys;
    }
}
