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
 * Remembers what was read of files that never change, so that each is read once and not at every look. Forgets what was not
 * asked for the longest. Safe for use by several threads.
 */
public final class ReadingCache {
    /** One version of one file, as whoever has these identities sees it. */
    private record Key(String address, long size, Instant modified, AgeIdentities identities) {}

    private final Map<Key, Reading> readings;
    private final Map<Key, Boolean> verified;

    /**
     * Creates an empty one.
     *
     * @param capacity files remembered at most, 1 or more; each takes some 300 bytes
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

    /** Returns whether all of a file was read and its checksum holds. */
    public synchronized boolean isVerified(Replica replica, ReplicaFile file) {
        return verified.containsKey(key(replica, file));
    }

    /** Notes that all of a file was read. */
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
