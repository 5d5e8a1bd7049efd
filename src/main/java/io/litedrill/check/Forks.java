package io.litedrill.check;

import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.Lineage;
import io.litedrill.replica.timeline.ConcurrentHistories;
import io.litedrill.replica.timeline.LtxLineage;
import io.litedrill.replica.timeline.UnknownOrder;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Creates findings from a lineage result. */
public final class Forks {
    static final String HINT =
            "stop one of the two Litestreams, and give each database a path of its own; what was written since "
                    + "the second one began is mixed, so compare the restored database with the live database";

    private static final String CHOOSE =
            "restore one of these states by its position, compare its rows with rows that you know, and move the"
                    + " generations and LTX files that are not wanted to another path";

    private Forks() {}

    /**
     * Returns all findings of a lineage result: one for all LTX files that do not fit, one for each pair of histories,
     * one for an unknown order.
     */
    public static List<Finding> findings(CheckedReplica watched, Lineage lineage) {
        return Stream.of(
                        breaks(watched, lineage.breaks()).stream(),
                        lineage.beside().stream().map(each -> beside(watched, each)),
                        lineage.unordered().stream().map(each -> unordered(watched, each)))
                .flatMap(each -> each)
                .toList();
    }

    /**
     * Returns one finding for all pairs of LTX files that cannot have been written by one writer; empty without such a
     * pair.
     */
    public static Optional<Finding> breaks(CheckedReplica watched, List<LtxLineage.Break> breaks) {
        if (breaks.isEmpty()) {
            return Optional.empty();
        }
        LtxLineage.Break first = breaks.get(0);
        LtxLineage.Break last = breaks.get(breaks.size() - 1);
        String other = watched.replica().nameOf(first.first());
        Facts facts = breaks.size() == 1
                ? FindingSentence.TWO_WRITERS.of(other, first.why())
                : FindingSentence.TWO_WRITERS_OFTEN.of(
                        other,
                        first.why(),
                        breaks.size(),
                        watched.replica().nameOf(last.first()),
                        watched.replica().nameOf(last.second()));
        return Optional.of(new Finding(
                FindingCode.FORKED,
                Severity.CRITICAL,
                facts,
                watched.replica().locate(first.second()),
                Hint.text(HINT)));
    }

    private static Finding beside(CheckedReplica watched, ConcurrentHistories fork) {
        return new Finding(
                FindingCode.FORKED,
                Severity.CRITICAL,
                FindingSentence.SIDE_BY_SIDE.of(fork.older(), fork.newer(), fork.since()),
                watched.replica().location(),
                Hint.text(HINT));
    }

    private static Finding unordered(CheckedReplica watched, UnknownOrder order) {
        String states = order.newest().stream()
                .map(RecoveryPoint::position)
                .map(Forks::option)
                .collect(Collectors.joining(", "));
        return new Finding(
                FindingCode.FORKED,
                Severity.CRITICAL,
                FindingSentence.ORDER_UNKNOWN.of(order.newest().size(), order.why(), states),
                watched.replica().location(),
                Hint.text(CHOOSE));
    }

    private static String option(Position position) {
        return Hint.Option.at(position).words();
    }
}
