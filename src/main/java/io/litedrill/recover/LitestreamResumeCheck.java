package io.litedrill.recover;

import io.litedrill.recover.RestoreOutcome.Refusal;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import java.util.Optional;

/**
 * Checks whether Litestream, started on a restored database, can continue in the same replica.
 *
 * <p>Litestream 0.3 always begins a new generation. Litestream 0.5 fetches the newest level-0 file and continues after
 * its TXID; without a level-0 file it begins with TXID 1 again, among the existing files. Observed with 0.5.17: it logs
 * nothing, and the replica can no longer be restored.
 */
final class LitestreamResumeCheck {
    private LitestreamResumeCheck() {}

    /** Returns why Litestream cannot continue, with the fix; empty when it can. */
    static Optional<Refusal> obstacle(Inventory inventory) {
        Optional<LtxPosition> newest = newest(inventory, 9);
        Optional<LtxPosition> newestAtLevel0 = newest(inventory, 0);
        if (newest.isEmpty() || newestAtLevel0.equals(newest)) {
            return Optional.empty();
        }
        return Optional.of(Refusal.unless(
                Permission.NEW_REPLICA,
                "the replica's newest level-0 file is gone (it ends at TXID " + newest.get() + ", level 0 at "
                        + newestAtLevel0.map(LtxPosition::toString).orElse("none")
                        + "): Litestream 0.5 would begin with TXID 1 again in the same place and spoil the replica."
                        + " Give it another, empty path for this database in litestream.yml, and restore with "));
    }

    private static Optional<LtxPosition> newest(Inventory inventory, int highestLevel) {
        return inventory.ltxFiles().stream()
                .filter(file -> file.level() <= highestLevel)
                .map(LtxFile::end)
                .max(LtxPosition::compareTo);
    }
}
