package io.litedrill.config;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the surroundings that a configuration depends on besides its files.
 *
 * @param variables the environment variables
 * @param folder the base of relative paths on the command line and in litestream.yml; absolute
 * @param root the folder that contains {@code etc}: {@code /}, except in tests
 * @param expandsLitestream whether variables in a litestream.yml are replaced
 */
public record Environment(Map<String, String> variables, Path folder, Path root, boolean expandsLitestream) {
    /** Copies the map. */
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** Creates an environment in which variables in a litestream.yml are replaced. */
    public Environment(Map<String, String> variables, Path folder, Path root) {
        this(variables, folder, root, true);
    }

    /** Returns the same environment, in which a litestream.yml is read as it is written. */
    public Environment withoutExpansion() {
        return new Environment(variables, folder, root, false);
    }

    /** Returns the same environment with one more variable. */
    Environment with(String variable, String value) {
        Map<String, String> more = new HashMap<>(variables);
        more.put(variable, value);
        return new Environment(more, folder, root, expandsLitestream);
    }

    /** Returns the environment of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv(), Path.of("").toAbsolutePath(), Path.of("/"));
    }

    /** Returns the value of a variable that is set, possibly to the empty text. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** Returns the value of a variable that is set and not empty. */
    public Optional<String> nonEmpty(String name) {
        return variable(name).filter(value -> !value.isEmpty());
    }

    /** Returns the user's home folder. */
    public Path userFolder() {
        return Path.of(nonEmpty("HOME").orElseGet(() -> System.getProperty("user.home", "/")));
    }

    /**
     * Returns an absolute path without {@code ..}. Replaces a leading {@code ~} by the home folder, and drops a leading
     * {@code sqlite://}, as Litestream does.
     *
     * @param base the base of a relative path
     * @throws java.nio.file.InvalidPathException for a text that cannot be a path
     */
    public Path absolute(String text, Path base) {
        String plain = text.replaceFirst("^sqlite3?://", "");
        if (plain.equals("~") || plain.startsWith("~/")) {
            return userFolder()
                    .resolve(plain.substring(Math.min(2, plain.length())))
                    .normalize();
        }
        return base.resolve(plain).normalize();
    }
}
