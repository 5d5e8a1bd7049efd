package io.litedrill.replica.scan;

import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.AgeIdentities;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Caches readings of immutable files, so that each file is read once and not at every scan. Evicts the least recently
 * used. Safe for use by several threads.
 */
public final class ReadingCache {
    /** Identifies one version of one file, read with these identities. */
    private record Key(String address, long size, Instant modified, AgeIdentities identities) {}

    private final Map<Key, Reading> readings;
    private final Map<Key, Boolean> verified;

    /**
     * Creates an empty cache.
     *
     * @param capacity maximum number of files, 1 or more; each takes about 300 bytes
     */
    public ReadingCache(int capacity) {
        this.readings = latest(capacity);
        this.verified = latest(capacity);
    }

    private static <V> Map<Key, V> latest(int capacity) {
        return new LinkedHashMap<>(64, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Key, V> eldest) {
                return size() > capacity;
            }
        };
    }

    /** Returns whether the whole file was read and its checksum matches. */
    public synchronized boolean isVerified(Replica replica, ReplicaFile file) {
        return verified.containsKey(key(replica, file));
    }

    /** Records that the whole file was read and verified. */
    public synchronized void verified(Replica replica, ReplicaFile file) {
        verified.put(key(replica, file), true);
    }

    public synchronized Optional<Reading> get(Replica replica, ReplicaFile file) {
        return Optional.ofNullable(readings.get(key(replica, file)));
    }

    public synchronized void put(Replica replica, ReplicaFile file, Reading reading) {
        readings.put(key(replica, file), reading);
    }

    private static Key key(Replica replica, ReplicaFile file) {
        return new Key(replica.locate(file), file.object().size(), file.object().modified(), replica.identities());
    }
}
