package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.time.Instant;

/** Represents one file of a replica: its name, its listing entry and the data read from it so far. */
public sealed interface ReplicaFile permits WalSnapshot, WalSegment, LtxFile {
    /** Returns the object as it was listed. */
    StoredObject object();

    /** Returns the data read from the file so far. */
    Reading reading();

    /** Returns a copy with another reading. */
    ReplicaFile with(Reading reading);

    /** Returns the kind of file in one or two words, for people and JSON. */
    String kind();

    /** Returns the best known time at which its content was written. */
    default Instant time() {
        return object().modified();
    }

    /** Returns its stored size in bytes, 0 or more. */
    default long bytes() {
        return object().size();
    }

    /** Returns whether a restore can use the file, according to the data read so far. */
    default boolean isUsable() {
        return !(reading() instanceof Reading.Damaged)
                && !(reading() instanceof Reading.Unsupported)
                && !(reading() instanceof Reading.Vanished);
    }
}
