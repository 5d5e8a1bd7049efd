package io.litedrill.replica.scan;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaMarks;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StoredObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Predicate;

/**
 * Finds all replicas below a prefix of a store by the names of their folders.
 *
 * <p>Lists folders, not files. A folder that is known as a replica is not listed again, so that a search without
 * changes lists only the prefix and the folders that hold no replica themselves. A folder that cannot be listed is
 * named in the result, and nothing below it is reported.
 */
public final class ReplicaSearch {
    private static final int PARALLEL = 16;
    /** 100,000 folders of S3. */
    private static final int MOST_PAGES = 100;

    private static final int MOST_OTHER_FOLDERS = 5_000;
    private static final int MOST_DEPTH = 32;

    private final Replica place;
    private final Predicate<String> entered;
    private final Set<String> known;
    private final TreeSet<String> found = new TreeSet<>();
    private final List<Unread> unread = new ArrayList<>();
    private int others;

    /**
     * Holds a folder whose replicas are not all known, because it could not be listed to its end.
     *
     * @param path below the prefix, without slashes at its ends; empty for the prefix itself
     */
    public record Unread(String path, StorageException why) {}

    /**
     * Holds what a search found.
     *
     * @param paths the paths of the replicas below the prefix, ascending; empty for one at the prefix itself
     * @param unread the folders that could not be listed
     */
    public record Result(List<String> paths, List<Unread> unread) {
        /** Copies the lists. */
        public Result {
            paths = List.copyOf(paths);
            unread = List.copyOf(unread);
        }

        /** Returns whether there is no replica at a path: it was not found, and all folders above it were listed. */
        public boolean isAbsent(String path) {
            return !paths.contains(path)
                    && unread.stream()
                            .map(Unread::path)
                            .noneMatch(
                                    folder -> folder.isEmpty() || path.equals(folder) || path.startsWith(folder + "/"));
        }
    }

    /** Is the cause of an unread folder when a library or Litedrill itself failed, and not the store. */
    public static final class Fault extends RuntimeException {
        private Fault(RuntimeException cause) {
            super("a fault in a library or in Litedrill", cause);
        }
    }

    /** Holds what one folder is. */
    private record Listed(String path, boolean isReplica, List<String> children, Optional<StorageException> failure) {}

    private ReplicaSearch(Replica place, Set<String> known, Predicate<String> entered) {
        this.place = place;
        this.known = Set.copyOf(known);
        this.entered = entered;
    }

    /**
     * Searches below a prefix. Does not throw for a store that cannot be listed.
     *
     * @param place the store, and the prefix as the root of a replica
     * @param known the paths of replicas that an earlier search found
     * @param entered whether a folder is part of the search, by its path below the prefix
     */
    public static Result below(Replica place, Set<String> known, Predicate<String> entered) {
        ReplicaSearch search = new ReplicaSearch(place, known, entered);
        ExecutorService threads = Executors.newFixedThreadPool(PARALLEL, ReplicaSearch::thread);
        try {
            search.run(threads);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            search.stop(new StorageException(Kind.STOPPED, place.location() + ": the search was stopped", e));
        } finally {
            threads.shutdownNow();
        }
        return new Result(List.copyOf(search.found), search.unread);
    }

    private static Thread thread(Runnable task) {
        Thread thread = new Thread(task, "search");
        thread.setDaemon(true);
        return thread;
    }

    private void run(ExecutorService threads) throws InterruptedException {
        List<String> level = List.of("");
        for (int depth = 0; !level.isEmpty(); depth++) {
            if (depth > MOST_DEPTH) {
                stop(tooMany("folders below folders, more than " + MOST_DEPTH + " deep"));
                return;
            }
            List<Future<Listed>> asked = new ArrayList<>();
            level.forEach(path -> asked.add(threads.submit(() -> listed(path))));
            level = taken(asked);
        }
    }

    /** Returns the folders to list next; none when the search is over. */
    private List<String> taken(List<Future<Listed>> asked) throws InterruptedException {
        List<String> next = new ArrayList<>();
        for (Future<Listed> future : asked) {
            Listed listed = result(future);
            listed.failure.ifPresent(why -> unread.add(new Unread(listed.path, why)));
            if (listed.failure.filter(why -> why.kind() != Kind.ACCESS_DENIED).isPresent()) {
                stop(listed.failure.get());
                return List.of();
            }
            if (listed.isReplica) {
                found.add(listed.path);
            } else if (++others > MOST_OTHER_FOLDERS) {
                stop(tooMany("more than " + MOST_OTHER_FOLDERS + " folders that are no replicas"));
                return List.of();
            }
            listed.children.forEach(child -> (known.contains(child) ? found : next).add(child));
        }
        return next;
    }

    private StorageException tooMany(String what) {
        return new StorageException(
                Kind.UNREACHABLE,
                place.location() + ": holds " + what
                        + ", so the search was ended. Name a longer prefix, or exclude the other folders");
    }

    private void stop(StorageException why) {
        unread.clear();
        unread.add(new Unread("", why));
    }

    private static Listed result(Future<Listed> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Listed listed(String path) {
        String prefix = prefix(path);
        try {
            var folders = place.store().folders(prefix, MOST_PAGES);
            List<String> names = folders.keys().stream()
                    .map(key -> key.substring(prefix.length()))
                    .toList();
            boolean isReplica = isReplica(prefix, names);
            // other folders of a replica are its own, except those of the prefix itself
            List<String> children = isReplica && !path.isEmpty() ? List.of() : children(path, names, isReplica);
            Optional<StorageException> tooMany =
                    folders.complete() ? Optional.empty() : Optional.of(tooMany("more folders than one listing names"));
            return new Listed(path, isReplica, children, tooMany);
        } catch (StorageException e) {
            return new Listed(path, false, List.of(), Optional.of(e));
        } catch (RuntimeException e) {
            return new Listed(path, false, List.of(), Optional.of(fault(e)));
        }
    }

    private StorageException fault(RuntimeException e) {
        return new StorageException(
                Kind.UNREACHABLE, place.location() + ": cannot be searched (" + e + ")", new Fault(e));
    }

    private String prefix(String path) {
        String root = place.root().replaceFirst("/+$", "");
        return (root.isEmpty() ? "" : root + "/") + (path.isEmpty() ? "" : path + "/");
    }

    private List<String> children(String path, List<String> names, boolean isReplica) {
        String before = path.isEmpty() ? "" : path + "/";
        return names.stream()
                .filter(name -> !ReplicaMarks.isLocalState(name) && !(isReplica && ReplicaMarks.isFolder(name)))
                .map(name -> name.substring(0, name.length() - 1))
                // no path of a folder, and no place that a path of Litestream can name
                .filter(name -> !name.isEmpty() && !name.equals(".") && !name.equals(".."))
                .map(before::concat)
                .filter(entered)
                .toList();
    }

    private boolean isReplica(String prefix, List<String> names) throws StorageException {
        for (String name : names) {
            if (ReplicaMarks.isFolder(name)) {
                Optional<StoredObject> first = place.store().first(prefix + name);
                if (first.filter(object -> ReplicaMarks.isFile(object.key().substring(prefix.length())))
                        .isPresent()) {
                    return true;
                }
            }
        }
        return false;
    }
}
