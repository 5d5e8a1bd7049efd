package io.litedrill.config;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Derives names for databases that have only a path. */
final class DatabaseNames {
    private DatabaseNames() {}

    /**
     * Returns a name for each path: its file name, with as many parent folders in front as are needed to make it
     * unique. A repeated path gets a number.
     *
     * @param paths absolute
     */
    static List<String> of(List<Path> paths) {
        List<String> names = new ArrayList<>();
        Set<String> taken = new HashSet<>();
        for (Path path : paths) {
            String name = shortest(path, paths);
            String unique = name;
            for (int number = 2; !taken.add(unique); number++) {
                unique = name + "#" + number;
            }
            names.add(unique);
        }
        return names;
    }

    private static String shortest(Path path, List<Path> paths) {
        for (int parts = 1; parts <= path.getNameCount(); parts++) {
            Path end = end(path, parts);
            boolean unique = paths.stream().allMatch(other -> other.equals(path) || !other.endsWith(end));
            if (unique) {
                return end.toString();
            }
        }
        return path.toString();
    }

    private static Path end(Path path, int parts) {
        return path.subpath(path.getNameCount() - parts, path.getNameCount());
    }

    /** Returns the names, with {@code -2} and so on appended to repeated ones. */
    static List<String> unique(List<String> names) {
        List<String> result = new ArrayList<>();
        for (String name : names) {
            int before = Collections.frequency(names.subList(0, result.size()), name);
            result.add(before == 0 ? name : name + "-" + (before + 1));
        }
        return result;
    }
}
