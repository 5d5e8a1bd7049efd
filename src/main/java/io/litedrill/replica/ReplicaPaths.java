package io.litedrill.replica;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Derives from the root of a replica the key prefixes below which Litestream writes.
 *
 * <p>Sources: the code and the recorded requests of both programs. 0.3 joins the path and {@code generations/} with
 * {@code path.Join}, which cleans the path; its S3 library then drops slashes at the start of the key. 0.5 on S3
 * appends a slash and the level to the path and changes nothing else. For 0.5, an S3 URL without a path has the path
 * {@code .}.
 *
 * @param root the path as Litestream received it; may be empty
 */
record ReplicaPaths(String root) {
    /**
     * Describes one listing that finds files of a replica.
     *
     * @param start text before the names of the replica's files
     * @param rest prefix of those names
     */
    record Prefix(String start, String rest) {
        String text() {
            return start + rest;
        }
    }

    /**
     * Returns the listings that find all files: three for a plain root, up to two more for a root with slashes or dots.
     */
    List<Prefix> prefixes() {
        List<Prefix> prefixes = new ArrayList<>();
        for (String start : cleaned()) {
            prefixes.add(new Prefix(start, "generations/"));
        }
        prefixes.add(new Prefix(cleaned().iterator().next(), "ltx/"));
        // a copy of a bucket in a folder has no key that begins with a slash
        for (String start : root.isEmpty() ? List.of("", "/", "./") : List.of(root + "/")) {
            prefixes.add(new Prefix(start, "000"));
        }
        return prefixes;
    }

    /** Returns the name of a file below the root, without a leading slash. */
    String nameOf(String key) {
        Set<String> starts = cleaned();
        starts.add(root + "/");
        return starts.stream()
                .filter(start -> !start.isEmpty() && key.startsWith(start))
                .map(start -> key.substring(start.length()))
                .findFirst()
                .orElse(key)
                .replaceFirst("^(\\./|/+)", "");
    }

    private Set<String> cleaned() {
        String clean = clean();
        Set<String> starts = new LinkedHashSet<>();
        starts.add(clean.isEmpty() || clean.endsWith("/") ? clean : clean + "/");
        String relative = clean.replaceFirst("^/+", "");
        starts.add(relative.isEmpty() ? "" : relative + "/");
        return starts;
    }

    /** Cleans the path like Go's {@code path.Clean}, except that an empty path stays empty. */
    private String clean() {
        boolean rooted = root.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : root.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && rooted)) {
                parts.addLast(part);
            }
        }
        return (rooted ? "/" : "") + String.join("/", parts);
    }
}
