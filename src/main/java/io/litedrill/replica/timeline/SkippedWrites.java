package io.litedrill.replica.timeline;

import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WalPosition;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Finds the recovery points after writes that Litestream has skipped. They lack these writes and may be malformed. A
 * later snapshot has them again.
 *
 * @param next position of the first file after the skipped writes
 */
record SkippedWrites(Position next) {
    private static final String WHAT = "writes that Litestream skipped; the points after them lack these";

    /** Returns whether a state lacks the writes. */
    boolean affect(Position position) {
        if (next instanceof LtxPosition ltx) {
            return position instanceof LtxPosition other && other.compareTo(ltx) >= 0;
        }
        WalPosition wal = (WalPosition) next;
        return position instanceof WalPosition other
                && other.generation().equals(wal.generation())
                && other.compareTo(wal) >= 0;
    }

    /** Splits a stretch into the points that have the writes and those that lack them. */
    Stream<ContiguousPoints> split(ContiguousPoints stretch) {
        List<RecoveryPoint> before = points(stretch, false);
        List<RecoveryPoint> after = points(stretch, true);
        return Stream.of(before, after).filter(points -> !points.isEmpty()).map(ContiguousPoints::new);
    }

    private List<RecoveryPoint> points(ContiguousPoints stretch, boolean affected) {
        return stretch.points().stream()
                .filter(point -> affect(point.position()) == affected)
                .toList();
    }

    /** Returns the gap at the skipped writes; empty when no recovery point lacks them. */
    Optional<Gap> gap(List<ContiguousPoints> stretches) {
        List<RecoveryPoint> all =
                stretches.stream().flatMap(stretch -> stretch.points().stream()).toList();
        Optional<RecoveryPoint> first =
                all.stream().filter(point -> affect(point.position())).findFirst();
        return first.map(point -> new Gap(
                all.subList(0, all.indexOf(point)).stream().reduce((older, newer) -> newer),
                point.time(),
                new Gap.Missing(Gap.Kind.SKIPPED, WHAT, ""),
                Optional.empty()));
    }
}
