package io.litedrill.config;

import java.util.ArrayDeque;
import java.util.Deque;

/** Handles paths as Go's package {@code path} does. */
final class GoPaths {
    private GoPaths() {}

    /** Implements {@code path.Clean}, except that the empty path stays empty. */
    static String clean(String path) {
        boolean rooted = path.startsWith("/");
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..") && !parts.isEmpty() && !parts.getLast().equals("..")) {
                parts.removeLast();
            } else if (!part.isEmpty() && !part.equals(".") && !(part.equals("..") && rooted)) {
                parts.addLast(part);
            }
        }
        return (rooted ? "/" : "") + String.join("/", parts);
    }

    /** Appends the path of a folder to a path, which stays as it is except for slashes at its end. */
    static String below(String path, String relative) {
        String base = path.replaceFirst("/+$", "");
        return base.isEmpty() || relative.isEmpty() ? base + relative : base + "/" + relative;
    }

    /** Implements {@code path.Join}. */
    static String join(String first, String second) {
        return clean(first.isEmpty() ? second : first + "/" + second);
    }
}
