package io.litedrill.check;

import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/**
 * Reports gaps between files. A gap is critical when the newest state is behind it; a very young gap may still be
 * uploading. A gap that Litestream's own retention has made is reported as that.
 */
final class GapRule implements Rule {
    @Override
    public List<Finding> judge(Evidence evidence) {
        return FindingSummary.of(evidence.scan().timeline().holes().stream()
                .filter(gap -> gap.missing().kind() == Gap.Kind.HOLE || isVanished(gap))
                .map(gap -> RetentionGap.finding(evidence, gap).orElseGet(() -> finding(evidence, gap)))
                .toList());
    }

    /**
     * Returns whether the gap is known only because the history has a file for it. That file was uploaded, so no wait
     * is needed.
     */
    private static boolean isVanished(Gap gap) {
        return gap.missing().kind() == Gap.Kind.VANISHED;
    }

    private static Finding finding(Evidence evidence, Gap gap) {
        boolean lost = isLost(evidence, gap);
        boolean young = isYoung(evidence, gap);
        return new Finding(
                FindingCode.GAP,
                lost && !young ? Severity.CRITICAL : Severity.WARNING,
                lost ? lost(gap, young) : reachable(gap),
                gap.missing().place(),
                hint(evidence, gap, lost));
    }

    private static Facts lost(Gap gap, boolean young) {
        return (young ? FindingSentence.GAP_YOUNG : FindingSentence.GAP_BEFORE_NEWEST)
                .of(gap.missing().what());
    }

    private static Facts reachable(Gap gap) {
        String missing = gap.missing().what();
        return gap.newestBehind()
                .map(until -> FindingSentence.GAP_UNTIL.of(missing, until))
                .orElseGet(() -> FindingSentence.GAP_BYPASSED.of(missing));
    }

    /** Returns whether the newest of all files is behind the gap. */
    private static boolean isLost(Evidence evidence, Gap gap) {
        Instant newest = evidence.newest().map(RecoveryPoint::time).orElse(Instant.MIN);
        return gap.newestBehind().filter(time -> !time.isBefore(newest)).isPresent();
    }

    private static boolean isYoung(Evidence evidence, Gap gap) {
        Duration upload = evidence.watched().settings().settling().upload();
        return !isVanished(gap) && gap.before().isAfter(evidence.now().minus(upload));
    }

    private static Hint hint(Evidence evidence, Gap gap, boolean lost) {
        String after = gap.after()
                .map(point -> "the last sound point before it is " + point + ". ")
                .orElse("");
        Hint before = lost
                ? Hint.text(after + "To mend it: ")
                        .then(RepairHint.hint(evidence))
                        .then("; see ")
                : Hint.text(after + "See ");
        return before.then(evidence.windowCommand());
    }
}
