package io.litedrill.campaign;

import io.litedrill.check.Finding;
import java.io.IOException;
import java.util.List;

/** One way to see damage: it is shown the replica as it was and as it is. */
interface Detector {
    /** For the head of a column. */
    String name();

    /**
     * What it finds.
     *
     * @param sound as the daemon saw it before
     * @param damaged as it is now
     */
    List<Finding> find(SoundReplica sound, Workbench damaged) throws IOException;
}
