package io.litedrill.property;

import io.litedrill.replica.Position;
import io.litedrill.storage.MemoryObjectStore;
import java.util.List;
import java.util.Optional;

/** Does what a running Litestream does to a replica, one step at a time. */
interface ReplicaWriter {
    /** Takes one step: a transaction, an upload, a compaction, a snapshot, or a deletion. */
    void step();

    /** The transaction that everything uploaded leads to. */
    long uploaded();

    /** The transaction that a position stands for; empty when it is no state that the database had. */
    Optional<Long> transaction(Position position);

    MemoryObjectStore store();

    SteppedClock clock();

    /** Uploads what is due. Called before each request, since time may have passed. */
    void keepUp();

    /** All steps so far, for people. */
    List<String> story();
}
