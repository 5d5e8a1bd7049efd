package io.litedrill.check;

import io.litedrill.replica.Replica;
import io.litedrill.storage.StorageException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Looks around an empty prefix for replicas that may be the one that was meant. A few requests, whatever the size of the store. */
final class Neighbours {
    private static final Pattern REPLICA_KEY = Pattern.compile(
            "(?:(.*?)/)?(?:generations/[0-9a-f]{16}/(?:snapshots|wal)/|ltx/[0-9]/|000[0-9]/[0-9a-f]{16}-[0-9a-f]{16}\\.ltx).*");
    /** Litestream keeps what it has not uploaded yet beside a live database, in the form of a replica. */
    private static final Pattern LOCAL_STATE = Pattern.compile("(^|/)\\.[^/]*-litestream(/|$)");

    private static final int MOST_NAMED = 5;
    private static final int MOST_LISTINGS = 10;
    private static final int MOST_KEYS = 1_000;
    /** Sorts after every key that begins with the same text. */
    private static final String LAST = "\uffff";

    private final Replica replica;

    Neighbours(Replica replica) {
        this.replica = replica;
    }

    /** Whether there is any object below the replica's prefix; false also when that cannot be told. */
    boolean anythingBelow() {
        String below = replica.root().isEmpty() ? "" : replica.root() + "/";
        return next(below, "", key -> true).isPresent();
    }

    /** Where to look instead. */
    String hint() {
        List<String> found = find();
        return found.isEmpty()
                ? "check the path; no replica was seen near it"
                : "check the path; replicas were seen at "
                        + String.join(
                                ", ",
                                found.stream().map(replica.store()::locate).toList());
    }

    private List<String> find() {
        List<String> roots = new ArrayList<>();
        String after = "";
        for (int i = 0; i < MOST_LISTINGS && roots.size() < MOST_NAMED; i++) {
            Optional<String> key = next("", after, each -> root(each).isPresent());
            Optional<String> root = key.flatMap(Neighbours::root);
            if (key.isEmpty() || root.isEmpty()) {
                break;
            }
            if (!roots.contains(root.get()) && !LOCAL_STATE.matcher(root.get()).find()) {
                roots.add(root.get());
            }
            after = behind(root.get(), key.get());
        }
        return roots;
    }

    /** What the key of a replica's file says of where the replica lies; empty for any other key. */
    private static Optional<String> root(String key) {
        Matcher matcher = REPLICA_KEY.matcher(key);
        return matcher.matches()
                ? Optional.of(Optional.ofNullable(matcher.group(1)).orElse(""))
                : Optional.empty();
    }

    /** Sorts behind the files of a replica; behind one folder of them where it lies in the container itself. */
    private static String behind(String root, String key) {
        String folder = root.isEmpty() ? key.substring(0, key.indexOf('/', 1)) : root;
        return folder + "/" + LAST;
    }

    private Optional<String> next(String prefix, String after, Predicate<String> wanted) {
        List<String> found = new ArrayList<>();
        int[] seen = {0};
        try {
            replica.store().list(prefix, after, object -> {
                if (wanted.test(object.key())) {
                    found.add(object.key());
                }
                return found.isEmpty() && ++seen[0] < MOST_KEYS;
            });
        } catch (StorageException e) {
            // the hint is a courtesy: that the prefix is empty is known without it
            return Optional.empty();
        }
        return found.stream().findFirst();
    }
}
