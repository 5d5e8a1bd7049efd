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
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the replicas below the prefixes of a configuration. A replica that is gone stays in the result, so that its
 * checks report it, until it is forgotten. A search that fails, that is incomplete, or that finds nothing at all
 * removes none.
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
        List<Discovered> none = config.discover().stream()
                .map(prefix -> new Discovered(prefix, List.of(), Optional.empty(), Optional.empty()))
                .toList();
        try {
            List<Entry> stored = file.read();
            return none.stream().map(each -> each.withStored(stored)).toList();
        } catch (StorageException unreadable) {
            LOG.warn("{}", unreadable.getMessage());
            return none.stream().map(each -> each.orFailed(unreadable)).toList();
        }
    }

    /** Searches below each prefix that is due, and stores what was found; returns empty when none is due. */
    Optional<List<Discovered>> search(List<Discovered> before) {
        Instant now = runtime.clock().instant();
        if (before.stream().noneMatch(each -> each.isDue(now))) {
            return Optional.empty();
        }
        List<Discovered> known = withStored(before);
        List<Discovered> after = known.stream()
                .map(each -> each.isDue(now) ? searched(each, now) : each)
                .toList();
        try {
            file.apply(new FoundContent.Change(ids(known), entries(known), entries(after), now));
            return Optional.of(after);
        } catch (StorageException unreadable) {
            return Optional.of(
                    after.stream().map(each -> each.orFailed(unreadable)).toList());
        }
    }

    private List<Discovered> withStored(List<Discovered> before) {
        try {
            List<Entry> stored = file.read();
            return before.stream().map(each -> each.withStored(stored)).toList();
        } catch (StorageException reportedWhenItIsWritten) {
            return before;
        }
    }

    private static Set<String> ids(List<Discovered> all) {
        return all.stream().map(each -> each.prefix().id()).collect(Collectors.toSet());
    }

    private static List<Entry> entries(List<Discovered> all) {
        return all.stream().flatMap(each -> each.entries().stream()).toList();
    }

    /** Searches below one prefix. Does not throw: other prefixes are searched too. */
    private Discovered searched(Discovered before, Instant now) {
        DiscoverConfig prefix = before.prefix();
        ReplicaSearch.Result result = result(before);
        return new Discovered(
                prefix, entries(before, result, now), Discovered.failure(result.unread()), Optional.of(now));
    }

    private ReplicaSearch.Result result(Discovered before) {
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
            return new ReplicaSearch.Result(found, doubted(before, found, all));
        } catch (RuntimeException e) {
            LOG.error("{}: cannot be searched", prefix.address(), e);
            return new ReplicaSearch.Result(
                    List.of(),
                    List.of(new Unread(
                            "",
                            new StorageException(
                                    Kind.UNREACHABLE, prefix.address() + ": cannot be searched (" + e + ")", e))));
        }
    }

    private static void logFaults(List<Unread> unread) {
        unread.stream()
                .map(Unread::why)
                .filter(why -> why.getCause() instanceof ReplicaSearch.Fault)
                .forEach(why -> LOG.error("{}", why.getMessage(), why));
    }

    /**
     * Doubts a search without any replica: an empty store proves nothing, and a wrong prefix must not stay unseen.
     */
    private static List<Unread> doubted(Discovered before, List<String> found, ReplicaSearch.Result all) {
        if (!found.isEmpty() || !all.unread().isEmpty()) {
            return all.unread();
        }
        String reason = before.prefix().address() + ": "
                + (before.entries().isEmpty()
                        ? nothing(all.paths().size())
                        : gone(before.entries().size()));
        return List.of(new Unread("", new StorageException(Kind.NO_SUCH_CONTAINER, reason)));
    }

    private static String nothing(int unselected) {
        return unselected == 0
                ? "no replica is found below this prefix, so nothing is watched. Check the prefix, the mount and the"
                        + " permissions"
                : "include and exclude select none of the " + unselected
                        + " replicas that were found, so nothing is watched. Check these patterns";
    }

    private static String gone(int before) {
        return "no replica is found any more, where there were " + before
                + ". None is forgotten for that. Check the prefix, the mount and the permissions";
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
        String id = before.prefix().id();
        result.paths().stream()
                .filter(path -> !known.contains(path))
                .forEach(path -> entries.add(new Entry(id, path, Optional.empty())));
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
