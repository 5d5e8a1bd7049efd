package io.litedrill.check;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaMarks;
import io.litedrill.storage.Folders;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StoredObject;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Searches a store for replicas whose path is similar to that of an empty one. The search visits the most similar
 * folders first, and ends after a limited number of listings of a store of any size.
 */
public final class NearbyReplicas {
    private static final int MOST_NAMED = 3;
    private static final int MOST_LISTINGS = 20;

    private final Replica replica;
    private final String wanted;
    private final PriorityQueue<Place> open =
            new PriorityQueue<>(Comparator.comparingInt(Place::distance).thenComparing(Place::prefix));
    private final List<Found> found = new ArrayList<>();
    private final Set<String> seen = new HashSet<>();
    private final Set<String> visited = new HashSet<>();
    private Optional<StorageException> denied = Optional.empty();
    private int listings;

    /** A folder that has not been listed yet. */
    private record Place(String prefix, int distance) {}

    /**
     * A replica that was found.
     *
     * @param location its address, without secrets
     * @param distance edit distance of its path, in characters
     * @param close whether its path may be the intended one
     */
    public record Found(String location, int distance, boolean close) {}

    /**
     * The result of a search.
     *
     * @param replicas the most similar first
     * @param failure why the search ended early or skipped folders; empty when it was complete
     */
    public record Result(List<Found> replicas, Optional<StorageException> failure) {
        /** Copies the list. */
        public Result {
            replicas = List.copyOf(replicas);
        }

        /** Returns whether the store failed, other than by refusing to list some folders. */
        public boolean isUnknown() {
            return failure.filter(why -> why.kind() != StorageException.Kind.ACCESS_DENIED)
                    .isPresent();
        }

        /** Returns the next step for an empty replica: up to three replicas that may be the intended ones. */
        public Hint hint() {
            if (replicas.isEmpty()) {
                return Hint.text("check the path; "
                        + failure.map(why ->
                                        "whether there are replicas near it could not be seen: " + why.getMessage())
                                .orElse("no replica was seen near it"));
            }
            return Hint.text("check the path; replicas were seen at "
                    + replicas.stream().limit(MOST_NAMED).map(Found::location).collect(Collectors.joining(", ")));
        }
    }

    private NearbyReplicas(Replica replica) {
        this.replica = replica;
        this.wanted = plain(replica.root());
    }

    /** Searches around a replica. Does not throw for its findings. */
    public static Result around(Replica replica) {
        NearbyReplicas search = new NearbyReplicas(replica);
        Optional<StorageException> failure = Optional.empty();
        try {
            search.run();
        } catch (StorageException e) {
            failure = Optional.of(e);
        }
        failure = failure.or(() -> search.denied);
        return new Result(
                search.found.stream()
                        .sorted(Comparator.comparingInt(Found::distance).thenComparing(Found::location))
                        .toList(),
                failure);
    }

    /** Returns whether there is any object below the root of a replica; false also when that cannot be listed. */
    static boolean anythingBelow(Replica replica) {
        String below = replica.root().isEmpty() ? "" : replica.root() + "/";
        try {
            return firstKey(replica.store(), below).isPresent();
        } catch (StorageException e) {
            // the answer only changes the words of the finding
            return false;
        }
    }

    /** Begins with the container and the folders in the path: credentials may allow only some of them. */
    private void run() throws StorageException {
        open.add(new Place("", 0));
        for (int slash = wanted.indexOf('/'); slash > 0; slash = wanted.indexOf('/', slash + 1)) {
            open.add(new Place(wanted.substring(0, slash + 1), 0));
        }
        while (!open.isEmpty() && listings < MOST_LISTINGS) {
            Place place = open.remove();
            if (!visited.add(place.prefix())) {
                continue;
            }
            try {
                visit(place);
            } catch (StorageException e) {
                if (e.kind() != StorageException.Kind.ACCESS_DENIED) {
                    throw e;
                }
                denied = Optional.of(e);
            }
        }
    }

    private void visit(Place place) throws StorageException {
        for (String key : children(place.prefix())) {
            String name = key.substring(place.prefix().length());
            if (ReplicaMarks.isFolder(name)) {
                take(place.prefix(), key);
            } else if (!ReplicaMarks.isLocalState(name)) {
                open.add(new Place(key, distanceOfFolder(key)));
            }
        }
    }

    /**
     * Lists the folders in a folder. When there are too many for the request limit, also lists those that begin like
     * the requested name.
     */
    private List<String> children(String prefix) throws StorageException {
        listings++;
        Folders folders = replica.store().folders(prefix);
        Set<String> keys = new LinkedHashSet<>(folders.keys());
        String next = segment(prefix.isEmpty() ? 0 : plain(prefix).split("/", -1).length);
        for (int length = next.length(); !folders.complete() && length > 0; length = length / 2) {
            listings++;
            keys.addAll(replica.store()
                    .folders(prefix + next.substring(0, (length + 1) / 2))
                    .keys());
        }
        return List.copyOf(keys);
    }

    private void take(String prefix, String marker) throws StorageException {
        String root = prefix.isEmpty() ? "" : prefix.substring(0, prefix.length() - 1);
        if (root.equals(replica.root()) || seen.contains(root)) {
            return;
        }
        listings++;
        Optional<String> key = firstKey(replica.store(), marker);
        if (key.filter(each -> ReplicaMarks.isFile(each.substring(prefix.length())))
                .isPresent()) {
            seen.add(root);
            int distance = EditDistance.between(plain(root), wanted);
            found.add(new Found(replica.store().locate(root), distance, isClose(plain(root), distance)));
        }
    }

    private static Optional<String> firstKey(ObjectStore store, String prefix) throws StorageException {
        return store.first(prefix).map(StoredObject::key);
    }

    /**
     * Returns whether a root differs by a few characters or by one folder, or has the same last name in another
     * folder.
     */
    private boolean isClose(String root, int distance) {
        int longest = Math.max(root.length(), wanted.length());
        boolean nested = root.isEmpty()
                || wanted.isEmpty()
                || wanted.startsWith(root + "/")
                || root.startsWith(wanted + "/")
                || wanted.endsWith("/" + root)
                || root.endsWith("/" + wanted);
        return nested || distance <= Math.max(2, longest / 4) || lastName(root).equals(lastName(wanted));
    }

    private static String lastName(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    private int distanceOfFolder(String key) {
        String[] parts = wanted.split("/", -1);
        int depth = Math.min(parts.length, plain(key).split("/", -1).length);
        return EditDistance.between(plain(key), String.join("/", List.of(parts).subList(0, depth)));
    }

    private String segment(int index) {
        String[] parts = wanted.split("/", -1);
        return index < parts.length ? parts[index] : "";
    }

    /** Returns the path without leading and trailing slashes. */
    private static String plain(String path) {
        return path.replaceAll("^/+|/+$", "");
    }
}
