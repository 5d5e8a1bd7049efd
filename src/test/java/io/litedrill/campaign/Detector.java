package io.litedrill.campaign;

import io.litedrill.check.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** A way to detect damage that check, drill and restore do not have without a history. */
interface Detector {
    /** Returns the head of its column. */
    String name();

    /**
     * Returns its findings in a replica after a run on the sound one.
     *
     * @param sound the replica before the damage
     * @param now the replica after the damage
     * @param folder empty, and deleted afterwards
     */
    List<Finding> find(SoundReplica sound, ReplicaImage now, Path folder) throws IOException;
}
