package io.litedrill.check;

import io.litedrill.check.WalMemory.LostWrites;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.WalPosition;

/** Decides when lost writes are no longer reported: the replica has a later snapshot, or its history has restarted. */
final class LossEnd {
    private static final int SNAPSHOT_LEVEL = 9;

    private LossEnd() {}

    static boolean stands(Inventory inventory, LostWrites loss) {
        if (loss.next() instanceof LtxPosition next) {
            boolean snapshot = inventory.ltxFiles().stream()
                    .anyMatch(file -> file.level() == SNAPSHOT_LEVEL
                            && file.isUsable()
                            && file.end().compareTo(next) >= 0);
            boolean continues =
                    inventory.ltxFiles().stream().anyMatch(file -> file.end().compareTo(next) >= 0);
            return continues && !snapshot;
        }
        boolean upgraded = inventory.ltxFiles().stream()
                .anyMatch(file -> file.isSnapshot() && !file.time().isBefore(loss.nextAt()));
        return !upgraded && stands(inventory, (WalPosition) loss.next());
    }

    private static boolean stands(Inventory inventory, WalPosition next) {
        if (inventory.generations().isEmpty()) {
            return false;
        }
        var newest = inventory.generations().get(inventory.generations().size() - 1);
        return newest.id().equals(next.generation())
                && newest.snapshots().stream()
                        .noneMatch(snapshot -> snapshot.isUsable() && snapshot.index() >= next.index());
    }
}
