package io.litedrill.app;

import io.litedrill.config.Config;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.Spelling;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Holds an argument of a command line that names no configured database. */
record UnknownName(String word, List<String> configured) {
    /** The number of configured databases that an error names: there may be 10,000. */
    private static final int MOST_NAMED = 20;

    static UnknownName of(String word, Optional<Config> config) {
        return new UnknownName(
                word,
                config.stream()
                        .flatMap(each -> each.databases().stream())
                        .map(DatabaseConfig::name)
                        .toList());
    }

    /**
     * Returns whether the argument is nearly the name of a database, which may have slashes. Returns false for an
     * absolute path, and for one that begins with a dot.
     */
    boolean isNearlyAName() {
        return !word.startsWith("/")
                && !word.startsWith(".")
                && Spelling.nearest(word, configured).isPresent();
    }

    /** Returns the error, with the nearest name. */
    String message() {
        String near = Spelling.nearest(word, configured)
                .map(name -> ". Did you mean " + name + "?")
                .orElse("");
        String more = configured.size() > MOST_NAMED ? ", and " + (configured.size() - MOST_NAMED) + " more" : "";
        String known = configured.isEmpty()
                ? "none is configured"
                : configured.stream().limit(MOST_NAMED).collect(Collectors.joining(", ", "", more));
        return word + ": is neither a configured database (" + known + ") nor the folder or URL of a replica" + near;
    }
}
