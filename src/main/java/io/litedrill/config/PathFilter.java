package io.litedrill.config;

import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Optional;
import java.util.regex.PatternSyntaxException;

/**
 * Selects paths below a prefix by patterns with {@code *}, {@code **}, {@code ?}, {@code [a-z]} and {@code {a,b}}, as
 * {@link java.nio.file.FileSystem#getPathMatcher} reads them.
 *
 * @param include a replica is selected if one of them matches its path; empty selects all
 * @param exclude a replica is not selected if one of them matches its path, or a folder above it
 */
public record PathFilter(List<String> include, List<String> exclude) {
    /** Copies the lists. */
    public PathFilter {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** Returns whether a text is a pattern. */
    static boolean isPattern(String text) {
        return matcher(text).isPresent();
    }

    /** Returns whether a replica at a path is selected. */
    public boolean selects(String path) {
        return isEntered(path) && (include.isEmpty() || matches(include, path));
    }

    /** Returns whether replicas at a path, or below it, may be selected. */
    public boolean isEntered(String path) {
        for (int slash = path.indexOf('/'); slash >= 0; slash = path.indexOf('/', slash + 1)) {
            if (matches(exclude, path.substring(0, slash))) {
                return false;
            }
        }
        return !matches(exclude, path);
    }

    private static boolean matches(List<String> patterns, String path) {
        try {
            Path form = Path.of(path);
            return patterns.stream()
                    .flatMap(pattern -> matcher(pattern).stream())
                    .anyMatch(matcher -> matcher.matches(form));
        } catch (InvalidPathException noPattern) {
            return false;
        }
    }

    private static Optional<PathMatcher> matcher(String pattern) {
        try {
            return Optional.of(FileSystems.getDefault().getPathMatcher("glob:" + pattern));
        } catch (PatternSyntaxException e) {
            return Optional.empty();
        }
    }
}
