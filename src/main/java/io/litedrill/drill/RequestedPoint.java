package io.litedrill.drill;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import java.util.Comparator;
import java.util.Optional;

/** Describes the requested state that cannot be restored, so that the loss can be reported. */
final class RequestedPoint {
    private RequestedPoint() {}

    /**
     * Returns the state that a point stands for.
     *
     * @param nearest the recovery point before it; supplies the position when the request has none
     */
    static RecoveryPoint of(Point point, Inventory inventory, RecoveryPoint nearest) {
        if (point instanceof Point.AtTime at) {
            return new RecoveryPoint(at.time(), nearest.position());
        }
        if (point instanceof Point.AtPosition at) {
            return new RecoveryPoint(nearest.time(), at.position());
        }
        return newest(inventory.withVanished()).orElse(nearest);
    }

    /** Returns the end of the newest file, reachable or not. */
    private static Optional<RecoveryPoint> newest(Inventory inventory) {
        return inventory.files().max(Comparator.comparing(ReplicaFile::time)).map(file -> end(inventory, file));
    }

    private static RecoveryPoint end(Inventory inventory, ReplicaFile file) {
        if (file instanceof LtxFile ltx) {
            return new RecoveryPoint(ltx.time(), ltx.end());
        }
        String generation =
                file instanceof WalSegment segment ? segment.generation() : ((WalSnapshot) file).generation();
        return new RecoveryPoint(file.time(), end(inventory, generation));
    }

    private static WalPosition end(Inventory inventory, String id) {
        return inventory.generations().stream()
                .filter(generation -> generation.id().equals(id))
                .map(Generation::segments)
                .filter(segments -> !segments.isEmpty())
                .map(segments -> segments.get(segments.size() - 1))
                .map(last -> new WalPosition(id, last.index(), last.end().orElse(last.offset())))
                .findFirst()
                .orElse(new WalPosition(id, 0, 0));
    }
}
