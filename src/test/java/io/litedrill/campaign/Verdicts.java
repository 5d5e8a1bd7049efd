package io.litedrill.campaign;

import io.litedrill.campaign.States.Standing;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Restored;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import java.io.IOException;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The results of check, drill and a restore with fallback for a case.
 *
 * @param outcome for the table
 * @param place how exactly the findings name the damage; empty without findings
 * @param odd irregularities that do not mislead; may be empty
 * @param findings the findings that report damage
 */
record Verdicts(Outcome outcome, Optional<Place> place, List<String> odd, List<Finding> findings) {
    /** Findings about time, and not about damage. */
    private static final Set<FindingCode> NO_DAMAGE = EnumSet.of(
            FindingCode.STALE,
            FindingCode.CLOCK_SKEW,
            FindingCode.SNAPSHOT_OVERDUE,
            FindingCode.RETENTION_SHORT,
            FindingCode.NOT_PRUNED,
            FindingCode.RETENTION_RACES_RESTORE,
            FindingCode.DRILL_OVERDUE,
            FindingCode.SLOW_RESTORE);

    /** Checks, drills and restores a damaged replica. */
    static Verdicts of(SoundReplica sound, Damage damage, Workbench bench) throws IOException {
        CheckResult check = bench.check();
        DrillResult drill = bench.drill();
        RestoreReport restore = bench.restore(new Point.Newest(), true);
        List<Finding> all = Stream.of(check.findings(), drill.findings(), restore.findings())
                .flatMap(List::stream)
                .distinct()
                .toList();
        List<Finding> damaging = damaging(all);
        boolean restored = restore.word() == OutcomeWord.RESTORED;
        Optional<Standing> standing =
                restored ? Optional.of(sound.states().standing(bench.output())) : Optional.empty();
        Optional<Place> place = damaging.isEmpty() ? Optional.empty() : Optional.of(Place.of(damaging, damage));
        Outcome outcome = isCrash(all) ? Outcome.CRASHED : outcome(standing, !damaging.isEmpty(), isDoubted(restore));
        return new Verdicts(outcome, place, odd(sound, damage, check, drill, restore, standing), damaging);
    }

    static List<Finding> damaging(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.UNKNOWN && !NO_DAMAGE.contains(finding.code()))
                .toList();
    }

    private static boolean isCrash(List<Finding> findings) {
        return findings.stream().anyMatch(finding -> finding.message().contains("internal error on this replica"));
    }

    private static boolean isDoubted(RestoreReport restore) {
        return restore.restored()
                .flatMap(Restored::fallback)
                .filter(fallback -> !fallback.proved())
                .isPresent();
    }

    /** Returns the results with more irregularities. */
    Verdicts with(List<String> moreOdd) {
        return new Verdicts(
                outcome, place, Stream.concat(odd.stream(), moreOdd.stream()).toList(), findings);
    }

    /** Returns the results after other detectors found the damage. */
    Verdicts seenOtherwise() {
        return outcome.isUndetected() ? new Verdicts(Outcome.SEEN_OTHERWISE, place, odd, findings) : this;
    }

    private static Outcome outcome(Optional<Standing> standing, boolean seen, boolean doubted) {
        if (standing.isEmpty()) {
            return seen ? Outcome.NOTHING_LEFT : Outcome.NOT_PROVED;
        }
        return switch (standing.get()) {
            case NEWEST -> seen ? Outcome.SAME_SEEN : Outcome.SAME_SILENT;
            case EARLIER -> seen ? Outcome.FELL_BACK : Outcome.OLDER_UNSEEN;
            case NEVER, MALFORMED -> {
                Outcome named = doubted ? Outcome.DOUBTED : Outcome.WRONG_FALLBACK;
                yield seen ? named : Outcome.WRONG_UNSEEN;
            }
        };
    }

    private static List<String> odd(
            SoundReplica sound,
            Damage damage,
            CheckResult check,
            DrillResult drill,
            RestoreReport restore,
            Optional<Standing> standing) {
        boolean older = standing.isPresent() && standing.get() != Standing.NEWEST;
        return Stream.of(
                        odd(
                                older && drill.outcome() == DrillResult.Outcome.PASSED,
                                "the drill passed on another state"),
                        odd(
                                !restore.restored()
                                        .map(each -> each.point())
                                        .equals(drill.restored().map(each -> each.point())),
                                "drill and restore gave different points"),
                        odd(
                                drill.outcome() != DrillResult.Outcome.PASSED
                                        && drill.findings().isEmpty(),
                                "the drill did not pass and says nothing"),
                        Innocents.wronglyReported(sound, damage, check, drill).stream())
                .flatMap(each -> each)
                .toList();
    }

    private static Stream<String> odd(boolean is, String what) {
        return is ? Stream.of(what) : Stream.empty();
    }
}
