package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Holds the results of one run that read files.
 *
 * @param location of the replica, without secrets
 * @param listed all files in the last listing of the run
 * @param damaged the files that two readings found damaged, by key
 * @param sound the files that were read to their end and verified
 * @param drilled the snapshots from which a drill that passed restored; empty for any other run
 */
public record ReadFiles(
        String location,
        List<StoredObject> listed,
        Map<String, ProvedDamage> damaged,
        Set<StoredObject> sound,
        Set<StoredObject> drilled) {
    /** Copies the collections. */
    public ReadFiles {
        listed = List.copyOf(listed);
        damaged = Map.copyOf(damaged);
        sound = Set.copyOf(sound);
        drilled = Set.copyOf(drilled);
    }

    /** Returns whether the run has no result for any file. */
    public boolean isEmpty() {
        return damaged.isEmpty() && sound.isEmpty();
    }
}
