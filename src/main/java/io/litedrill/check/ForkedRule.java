package io.litedrill.check;

import io.litedrill.replica.Generation;
import io.litedrill.replica.LtxLineage;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Do two Litestreams write to this replica? */
final class ForkedRule implements Rule {
    /** A Litestream that begins a new generation may end the one before it late, but does not go back to it. */
    private static final int LEAST_RETURNS = 2;

    private static final int LEAST_SEGMENTS = 3;

    @Override
    public List<Finding> judge(Evidence evidence) {
        return Stream.concat(generations(evidence), ltx(evidence)).toList();
    }

    private static Stream<Finding> ltx(Evidence evidence) {
        return LtxLineage.breaks(evidence.scan().inventory().ltxFiles()).stream()
                .map(each -> Forks.finding(evidence.watched(), each));
    }

    private static Stream<Finding> generations(Evidence evidence) {
        List<Generation> all = evidence.scan().inventory().generations();
        List<Finding> findings = new ArrayList<>();
        for (Generation one : all) {
            for (Generation other : all) {
                sideBySide(one, other)
                        .map(since -> finding(evidence, one, other, since))
                        .ifPresent(findings::add);
            }
        }
        return findings.stream();
    }

    /** Since when an older generation goes on growing while a newer one grows; empty when it does not. */
    private static Optional<Instant> sideBySide(Generation older, Generation newer) {
        Optional<Instant> begun = older.files().map(ReplicaFile::time).min(Instant::compareTo);
        Optional<Instant> since = newer.files().map(ReplicaFile::time).min(Instant::compareTo);
        boolean inOrder = begun.isPresent() && since.isPresent() && begun.get().isBefore(since.get());
        return inOrder
                        && hasOwnTimes(older)
                        && hasOwnTimes(newer)
                        && returns(older, newer, since.get()) >= LEAST_RETURNS
                ? since
                : Optional.empty();
    }

    /** A copy has the times of copying, in any order: they accuse nobody. */
    private static boolean hasOwnTimes(Generation generation) {
        List<Instant> times =
                generation.segments().stream().map(ReplicaFile::time).toList();
        return times.size() >= LEAST_SEGMENTS
                && times.stream().distinct().count() >= LEAST_SEGMENTS
                && times.equals(times.stream().sorted().toList());
    }

    /** How often the older one goes on after the newer one did. Both are in the order of their times. */
    private static int returns(Generation older, Generation newer, Instant since) {
        List<WalSegment> news = newer.segments();
        int returns = 0;
        int next = 0;
        for (WalSegment segment : older.segments()) {
            int grown = next;
            while (next < news.size() && news.get(next).time().isBefore(segment.time())) {
                next++;
            }
            returns += next > grown && segment.time().isAfter(since) ? 1 : 0;
        }
        return returns;
    }

    private static Finding finding(Evidence evidence, Generation older, Generation newer, Instant since) {
        return new Finding(
                FindingCode.FORKED,
                Severity.CRITICAL,
                "two writers: generation " + older.id() + " goes on growing beside generation " + newer.id()
                        + ", which began at " + since + ". Which one is newest changes with each upload",
                evidence.location(),
                Forks.HINT);
    }
}
