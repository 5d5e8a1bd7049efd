package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.time.Instant;

/** One file of a replica: what its name says, what the listing says, and what has been read of it so far. */
public sealed interface ReplicaFile permits WalSnapshot, WalSegment, LtxFile {
    /** The object as it was listed. */
    StoredObject object();

    /** What has been read of it so far. */
    Reading reading();

    /** The same file with more known of it. */
    ReplicaFile with(Reading reading);

    /** What it is, in one word or two, for people and JSON. */
    String kind();

    /** When its content was written, as well as that is known. */
    default Instant time() {
        return object().modified();
    }

    /** Its size as stored, 0 or more. */
    default long bytes() {
        return object().size();
    }

    /** Whether a restore can use it, as far as is known. */
    default boolean isUsable() {
        return !(reading() instanceof Reading.Damaged)
                && !(reading() instanceof Reading.Unsupported)
                && !(reading() instanceof Reading.Vanished);
    }
}
