package io.litedrill.campaign;

import io.litedrill.check.Finding;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** One way to see damage that check, drill and restore without any past do not have. */
interface Detector {
    /** For the head of a column. */
    String name();

    /**
     * What it says of a replica after the other one was looked at, or written.
     *
     * @param sound as it was before
     * @param now as it is
     * @param folder empty, and gone afterwards
     */
    List<Finding> find(SoundReplica sound, ReplicaImage now, Path folder) throws IOException;
}
