package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Layout;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.timeline.ConcurrentHistories;
import io.litedrill.replica.timeline.LtxLineage;
import io.litedrill.replica.timeline.UnknownOrder;
import java.util.List;
import java.util.Optional;

/**
 * Judges whether all files of a replica belong to one database, in one known order. Check, scrub, window, plan, drill
 * and every restore use it. Pure.
 *
 * @param breaks pairs of LTX files that cannot come from one writer
 * @param beside histories that grow at the same time
 * @param unordered the histories whose order is unknown, so that the newest state is unknown
 */
public record Lineage(
        List<LtxLineage.Break> breaks, List<ConcurrentHistories> beside, Optional<UnknownOrder> unordered) {
    /** The judgement that all files are of one database, and that its newest state is known. */
    public static final Lineage SOUND = new Lineage(List.of(), List.of(), Optional.empty());

    /** Copies the lists. */
    public Lineage {
        breaks = List.copyOf(breaks);
        beside = List.copyOf(beside);
    }

    /** Judges the files of a scan by the data read so far. */
    public static Lineage of(ReplicaScanner.Scan scan, WriterSettings settings) {
        Inventory inventory = scan.inventory();
        return new Lineage(
                LtxLineage.breaks(inventory.ltxFiles()),
                ConcurrentHistories.of(inventory),
                UnknownOrder.of(inventory, scan.timeline(), settings));
    }

    /**
     * Returns whether a state must not be restored for a request. A state that is requested by its position is always
     * allowed.
     *
     * @param asked the request
     * @param state the state that the request resolves to in this replica
     */
    public boolean forbids(Point asked, RecoveryPoint state) {
        return !(asked instanceof Point.AtPosition)
                && ((!breaks.isEmpty() && state.position().layout() == Layout.LTX)
                        || beside.stream().anyMatch(each -> each.concerns(state))
                        || unordered
                                .filter(order -> order.concerns(asked, state))
                                .isPresent());
    }
}
