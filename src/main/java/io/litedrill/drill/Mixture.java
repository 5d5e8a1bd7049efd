package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.check.Forks;
import io.litedrill.check.Watched;
import io.litedrill.replica.Chain;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxLineage;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaScanner.Scan;
import io.litedrill.replica.SideBySide;
import io.litedrill.restore.RestorePlan;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What shows that a restored state may be that of another database, or of two.
 *
 * @param inside breaks between the files that it was restored from: this is no state of any database
 * @param below breaks between others, after its snapshot: it may have been made from files of both
 * @param beside histories that grow at the same time, one of them its own: it may be the other database
 */
public record Mixture(List<LtxLineage.Break> inside, List<LtxLineage.Break> below, List<SideBySide> beside) {
    /** Copies the lists. */
    public Mixture {
        inside = List.copyOf(inside);
        below = List.copyOf(below);
        beside = List.copyOf(beside);
    }

    /**
     * What shows before a file is read to its end, by the headers that a look has read.
     *
     * @param plan a restore that was planned by that look
     */
    public static Mixture of(Scan scan, RestorePlan plan) {
        List<LtxFile> files = plan.files().stream()
                .filter(LtxFile.class::isInstance)
                .map(LtxFile.class::cast)
                .toList();
        return of(scan, plan.point(), Optional.empty(), LtxLineage.breaks(files));
    }

    /**
     * Looks for it.
     *
     * @param point what was restored
     * @param wanted what was to be restored: where that is newer, what is known behind the point counts too
     * @param inside where the files of the restore cannot come from one writer
     */
    static Mixture of(Scan scan, RecoveryPoint point, Optional<RecoveryPoint> wanted, List<LtxLineage.Break> inside) {
        Optional<LtxPosition> end = Stream.of(wanted, Optional.of(point))
                .flatMap(Optional::stream)
                .map(RecoveryPoint::position)
                .filter(LtxPosition.class::isInstance)
                .map(LtxPosition.class::cast)
                .max(LtxPosition::compareTo);
        Optional<LtxFile> snapshot = scan.timeline()
                .chainTo(point.position())
                .map(Chain::snapshot)
                .filter(LtxFile.class::isInstance)
                .map(LtxFile.class::cast);
        List<LtxLineage.Break> below = snapshot.stream()
                .flatMap(from -> LtxLineage.breaks(scan.inventory().ltxFiles()).stream()
                        .filter(fork -> isBetween(from, fork.second(), end.orElse(from.end()))))
                .toList();
        List<SideBySide> beside = SideBySide.of(scan.inventory()).stream()
                .filter(fork -> fork.concerns(point))
                .toList();
        return new Mixture(inside, below, beside);
    }

    private static boolean isBetween(LtxFile snapshot, LtxFile file, LtxPosition end) {
        return Long.compareUnsigned(file.minTxid(), snapshot.maxTxid()) > 0
                && Long.compareUnsigned(file.minTxid(), end.txid()) <= 0;
    }

    /** Whether this state must not be handed out as the one that was asked for. Who names a state by its position, and no more, has chosen. */
    public boolean forbids(Point asked) {
        boolean named = asked instanceof Point.AtPosition;
        return !inside.isEmpty() || (!named && !(below.isEmpty() && beside.isEmpty()));
    }

    /** The findings, each break once. */
    public List<Finding> findings(Watched watched) {
        return Stream.concat(
                        Stream.concat(inside.stream(), below.stream()).map(fork -> Forks.finding(watched, fork)),
                        beside.stream().map(fork -> Forks.finding(watched, fork)))
                .distinct()
                .toList();
    }

    /** Why nothing is handed out, and the way out. */
    public String reason(Watched watched) {
        String window = watched.command("window");
        String what =
                findings(watched).stream().map(Finding::message).findFirst().orElse("two writers");
        return what
                + ". Which database is meant cannot be told from the files: choose a state from before that, or of the right one ("
                + window + "), name it with --position or --txid, and compare its rows before it is used";
    }
}
