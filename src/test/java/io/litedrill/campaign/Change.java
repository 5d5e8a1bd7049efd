package io.litedrill.campaign;

import io.litedrill.campaign.ReplicaImage.Content;
import java.time.Instant;

/** One change of one file of a replica. */
sealed interface Change {
    /** Returns the path below the replica's root. */
    String path();

    /** A file that is new, or has other bytes or another time. */
    record Put(String path, Content content) implements Change {}

    /** A deleted file. */
    record Delete(String path) implements Change {}

    static Change put(String path, byte[] bytes, Instant time) {
        return new Put(path, new Content(bytes, time));
    }
}
