package io.litedrill.check;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Replica;

/** Creates the finding for a replica without Litestream files. */
final class EmptyReplica {
    private EmptyReplica() {}

    /**
     * Returns the finding, with nearby replicas that may be the intended ones.
     *
     * @param inventory the inventory of this replica, without Litestream files
     */
    static Finding finding(Replica replica, Inventory inventory) {
        Hint hint = NearbyReplicas.around(replica).hint();
        if (inventory.others() > 0 || NearbyReplicas.anythingBelow(replica)) {
            return new Finding(
                    FindingCode.NO_BACKUP,
                    Severity.CRITICAL,
                    FindingSentence.NO_REPLICA_AT_PATH.of(),
                    replica.location(),
                    hint);
        }
        return new Finding(
                FindingCode.PREFIX_EMPTY,
                Severity.CRITICAL,
                FindingSentence.PREFIX_EMPTY.of(),
                replica.location(),
                hint);
    }
}
