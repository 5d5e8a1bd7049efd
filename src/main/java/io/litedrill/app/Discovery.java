package io.litedrill.app;

import io.litedrill.app.FoundReplicas.Entry;
import io.litedrill.config.Config;
import io.litedrill.config.DiscoverConfig;
import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.replica.scan.ReplicaSearch;
import io.litedrill.replica.scan.ReplicaSearch.Unread;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the replicas below the prefixes of a configuration. A replica that is gone stays in the result, so that its
 * checks report it, until it is forgotten. A search that fails, that is incomplete, or that finds nothing at all where
 * there were replicas removes none.
 */
final class Discovery {
    private static final Logger LOG = LoggerFactory.getLogger(Discovery.class);

    private final RuntimeEnvironment runtime;
    private final FoundReplicas file;

    /** Creates a search that uses the file of the configuration's home folder. */
    Discovery(RuntimeEnvironment runtime, Config config) {
        this.runtime = runtime;
        this.file = new FoundReplicas(config.server().folders().home());
    }

    /** Returns what earlier searches found. Sends no request. */
    List<Discovered> known(Config config) {
        if (config.discover().isEmpty()) {
            return List.of();
        }
        Map<String, List<Entry>> entries =
                file.read().stream().collect(Collectors.groupingBy(Entry::prefix, HashMap::new, Collectors.toList()));
        return config.discover().stream()
                .map(prefix -> new Discovered(
                        prefix,
                        selected(prefix, entries.getOrDefault(prefix.id(), List.of())),
                        Optional.empty(),
                        Optional.empty()))
                .toList();
    }

    private static List<Entry> selected(DiscoverConfig prefix, List<Entry> entries) {
        return entries.stream()
                .filter(entry -> prefix.filter().selects(entry.path()))
                .toList();
    }

    /** Searches below each prefix that is due, and stores what was found. */
    List<Discovered> search(List<Discovered> before) {
        Instant now = runtime.clock().instant();
        List<Discovered> after = before.stream()
                .map(each -> each.isDue(now) ? searched(each, now) : each)
                .toList();
        List<Entry> entries = entries(after);
        if (!entries.equals(entries(before))) {
            file.write(entries);
        }
        return after;
    }

    private static List<Entry> entries(List<Discovered> all) {
        return all.stream().flatMap(each -> each.entries().stream()).toList();
    }

    private Discovered searched(Discovered before, Instant now) {
        DiscoverConfig prefix = before.prefix();
        ReadableLocation location = prefix.location().orElseThrow();
        Set<String> present = before.entries().stream()
                .filter(entry -> entry.missingSince().isEmpty())
                .map(Entry::path)
                .collect(Collectors.toSet());
        try (Stores stores = new Stores(runtime.storage())) {
            ReplicaSearch.Result all =
                    ReplicaSearch.below(stores.replica(location), present, prefix.filter()::isEntered);
            logFaults(all.unread());
            List<String> found =
                    all.paths().stream().filter(prefix.filter()::selects).toList();
            ReplicaSearch.Result result = new ReplicaSearch.Result(found, doubted(before, found, all.unread()));
            return new Discovered(
                    prefix, entries(before, result, now), Discovered.failure(result.unread()), Optional.of(now));
        }
    }

    private static void logFaults(List<Unread> unread) {
        unread.stream()
                .map(Unread::why)
                .filter(why -> why.getCause() instanceof ReplicaSearch.Fault)
                .forEach(why -> LOG.error("{}", why.getMessage(), why));
    }

    /** Doubts a listing without any replica if there were some: an empty store proves nothing. */
    private static List<Unread> doubted(Discovered before, List<String> found, List<Unread> unread) {
        if (!found.isEmpty() || before.entries().isEmpty() || !unread.isEmpty()) {
            return unread;
        }
        return List.of(new Unread(
                "",
                new StorageException(
                        Kind.NO_SUCH_CONTAINER,
                        before.prefix().address() + ": no replica is found any more, where there were "
                                + before.entries().size()
                                + ". None is forgotten for that. Check the prefix, the mount and the permissions")));
    }

    private static List<Entry> entries(Discovered before, ReplicaSearch.Result result, Instant now) {
        List<Entry> entries = new ArrayList<>();
        Set<String> found = Set.copyOf(result.paths());
        for (Entry entry : before.entries()) {
            if (found.contains(entry.path())) {
                entries.add(new Entry(entry.prefix(), entry.path(), Optional.empty()));
            } else if (!result.isAbsent(entry.path())) {
                entries.add(entry);
            } else {
                gone(before.prefix(), entry, now).ifPresent(entries::add);
            }
        }
        Set<String> known = before.entries().stream().map(Entry::path).collect(Collectors.toSet());
        result.paths().stream()
                .filter(path -> !known.contains(path))
                .forEach(path -> entries.add(new Entry(before.prefix().id(), path, Optional.empty())));
        return entries;
    }

    /** Returns the entry of a replica that is gone; empty when it is forgotten. */
    private static Optional<Entry> gone(DiscoverConfig prefix, Entry entry, Instant now) {
        String name = prefix.database(entry.path()).name();
        if (entry.missingSince().isEmpty()) {
            LOG.warn("{}: its replica is gone from {}. It is reported until it is forgotten", name, prefix.address());
            return Optional.of(new Entry(entry.prefix(), entry.path(), Optional.of(now)));
        }
        if (now.isBefore(entry.missingSince().get().plus(prefix.forgetAfter()))) {
            return Optional.of(entry);
        }
        LOG.warn(
                "{}: forgotten, since its replica is gone since {}",
                name,
                entry.missingSince().get());
        return Optional.empty();
    }
}
