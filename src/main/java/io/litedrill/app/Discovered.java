package io.litedrill.app;

import io.litedrill.app.FoundReplicas.Entry;
import io.litedrill.config.Config;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.DiscoverConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.replica.scan.ReplicaSearch.Unread;
import io.litedrill.storage.StorageException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Holds what the last search below one prefix found.
 *
 * @param entries the replicas below the prefix, including those that are gone and not forgotten yet
 * @param failure why there may be other replicas than the entries; empty after a complete search
 * @param searchedAt the time of the search; empty before the first one of this process
 */
record Discovered(
        DiscoverConfig prefix, List<Entry> entries, Optional<StorageException> failure, Optional<Instant> searchedAt) {
    Discovered {
        entries = List.copyOf(entries);
    }

    /** Returns the failure of the first folder that could not be listed, with the number of the others. */
    static Optional<StorageException> failure(List<Unread> unread) {
        return unread.stream()
                .findFirst()
                .map(first -> unread.size() == 1
                        ? first.why()
                        : new StorageException(
                                first.why().kind(),
                                first.why().getMessage() + " (and " + (unread.size() - 1) + " more folders)",
                                first.why()));
    }

    /** Adds the entries of the file that are of this prefix, and that it does not have. */
    Discovered withStored(List<Entry> stored) {
        Set<String> paths = entries.stream().map(Entry::path).collect(Collectors.toSet());
        String id = prefix.id();
        List<Entry> more = stored.stream()
                .filter(entry -> entry.prefix().equals(id)
                        && prefix.filter().selects(entry.path())
                        && !paths.contains(entry.path()))
                .toList();
        return new Discovered(
                prefix, Stream.concat(entries.stream(), more.stream()).toList(), failure, searchedAt);
    }

    /** Adds a failure, unless there is one. */
    Discovered orFailed(StorageException why) {
        return new Discovered(prefix, entries, failure.or(() -> Optional.of(why)), searchedAt);
    }

    /** Returns whether a search is due. */
    boolean isDue(Instant now) {
        return prefix.location().isPresent()
                && searchedAt
                        .map(last -> last.plus(prefix.interval()))
                        .filter(next -> next.isAfter(now) && !now.isBefore(searchedAt.get()))
                        .isEmpty();
    }

    /**
     * Adds the databases of all prefixes to those of a configuration. A replica that a configured database has is not
     * added again. A replica whose name another database has is not added, and is a fault of the configuration.
     */
    static Config merged(Config parsed, List<Discovered> all) {
        Merge merge = new Merge(parsed);
        all.forEach(merge::add);
        return parsed.with(merge.databases).withFaults(merge.faults);
    }

    /** Returns the names of the databases of each prefix, by the id of the prefix. */
    static Map<String, List<String>> names(Config parsed, List<Discovered> all) {
        Merge merge = new Merge(parsed);
        all.forEach(merge::add);
        return merge.found;
    }

    /** Accumulates databases with unique names and places. */
    private static final class Merge {
        private final List<DatabaseConfig> databases;
        private final List<String> faults = new ArrayList<>();
        private final Map<String, List<String>> found = new LinkedHashMap<>();
        private final Map<String, String> places = new HashMap<>();
        private final Set<Object> replicas = new HashSet<>();

        Merge(Config parsed) {
            databases = new ArrayList<>(parsed.databases());
            parsed.databases().forEach(database -> {
                places.put(database.name(), address(database));
                places(database).forEach(replicas::add);
            });
        }

        void add(Discovered discovered) {
            DiscoverConfig prefix = discovered.prefix;
            if (prefix.location().isEmpty()) {
                instead(prefix.unreadable());
                return;
            }
            List<String> collisions = new ArrayList<>();
            List<String> names = new ArrayList<>();
            for (Entry entry : discovered.entries) {
                DatabaseConfig database = prefix.database(entry.path());
                if (places(database).allMatch(replicas::add)) {
                    Optional<String> other =
                            Optional.ofNullable(places.putIfAbsent(database.name(), address(database)));
                    if (other.isEmpty()) {
                        databases.add(database);
                        names.add(database.name());
                    } else {
                        collisions.add(database.name() + " (" + address(database) + ", and " + other.get() + ")");
                    }
                }
            }
            if (!names.isEmpty()) {
                found.computeIfAbsent(prefix.id(), id -> new ArrayList<>()).addAll(names);
            }
            collisions.forEach(each -> faults.add("discover: two databases have one name: " + each
                    + ". Exclude one of them, rename the configured one, or set name_prefix"));
            if (!collisions.isEmpty()) {
                instead(prefix.nameTaken(String.join(", ", collisions)));
            }
            discovered.failure.ifPresent(why -> instead(prefix.unsearched(why)));
        }

        private void instead(DatabaseConfig database) {
            DatabaseConfig unique = database;
            for (int number = 2; places.putIfAbsent(unique.name(), address(unique)) != null; number++) {
                unique = database.named(database.name() + " #" + number);
            }
            databases.add(unique);
        }

        private static Stream<Object> places(DatabaseConfig database) {
            return database.replicas().stream()
                    .map(replica -> replica.location())
                    .filter(ReplicaLocation.ReadableLocation.class::isInstance)
                    .map(location -> ((ReplicaLocation.ReadableLocation) location).place());
        }

        private static String address(DatabaseConfig database) {
            return database.replicas().stream()
                    .map(replica -> replica.location().address())
                    .findFirst()
                    .orElse("without a replica");
        }
    }
}
