package io.litedrill.config;

import io.litedrill.storage.StorageException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Holds a prefix of a store below which every replica is watched.
 *
 * @param replica the prefix as the location of a replica, and the settings of the replicas below it
 * @param filter selects replicas by their paths below the prefix
 * @param namePrefix a text in front of the names of the databases; may be empty
 * @param interval the time between two searches
 * @param forgetAfter how long a replica that is gone is still watched, and so reported
 * @param settings the objectives of the databases, and how they are checked
 */
public record DiscoverConfig(
        ReplicaConfig replica,
        PathFilter filter,
        String namePrefix,
        Duration interval,
        Duration forgetAfter,
        DatabaseSettings settings) {
    /** Returns the address of the prefix for messages, without secrets. */
    public String address() {
        return replica.location().address();
    }

    /** Returns a text that is equal for the same prefix in the same store, without secrets. */
    public String id() {
        return address()
                + location()
                        .map(found -> " " + FoundName.hash(found.place().toString()))
                        .orElse("");
    }

    /** Returns the location of the prefix; empty when this version cannot read it. */
    public Optional<ReplicaLocation.ReadableLocation> location() {
        return replica.location() instanceof ReplicaLocation.ReadableLocation readable
                ? Optional.of(readable.below(""))
                : Optional.empty();
    }

    /**
     * Returns the database of a replica that was found.
     *
     * @param path its path below the prefix; empty for one at the prefix itself
     * @throws IllegalStateException when this version cannot read the prefix
     */
    public DatabaseConfig database(String path) {
        ReplicaLocation.ReadableLocation found = location().orElseThrow().below(path);
        return database(FoundName.of(namePrefix, path.isEmpty() ? lastPart() : path), found);
    }

    private String lastPart() {
        String address = address().replaceFirst("/+$", "");
        return address.substring(address.lastIndexOf('/') + 1);
    }

    /** Returns the database that stands for replicas that are not watched, since the search failed. */
    public DatabaseConfig unsearched(StorageException why) {
        return instead(new ReplicaLocation.Unsearched(address(), why.kind(), String.valueOf(why.getMessage())));
    }

    /** Returns the database that stands for replicas whose names other databases have. */
    public DatabaseConfig nameTaken(String reason) {
        return instead(new ReplicaLocation.NameTaken(address(), reason));
    }

    /** Returns the database that stands for all replicas below a prefix that this version cannot read. */
    public DatabaseConfig unreadable() {
        return instead(replica.location());
    }

    private DatabaseConfig instead(ReplicaLocation location) {
        return database("discovery of " + address().replace("://", ":"), location);
    }

    private DatabaseConfig database(String name, ReplicaLocation location) {
        return new DatabaseConfig(
                name,
                Optional.empty(),
                List.of(new ReplicaConfig(replica.name(), location, replica.writer(), replica.age())),
                settings);
    }
}
