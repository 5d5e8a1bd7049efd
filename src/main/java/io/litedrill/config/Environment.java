package io.litedrill.config;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * What a configuration depends on beside its files.
 *
 * @param variables the environment variables
 * @param folder what relative paths on the command line and in litestream.yml start from; absolute
 * @param root what {@code /etc} is looked for in: {@code /}, but for tests
 */
public record Environment(Map<String, String> variables, Path folder, Path root) {
    /** Copies the map. */
    public Environment {
        variables = Map.copyOf(variables);
    }

    /** That of this process. */
    public static Environment ofProcess() {
        return new Environment(System.getenv(), Path.of("").toAbsolutePath(), Path.of("/"));
    }

    /** A variable that is set, be it to nothing. */
    public Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** A variable that is set to something. */
    public Optional<String> nonEmpty(String name) {
        return variable(name).filter(value -> !value.isEmpty());
    }

    /** The user's own folder. */
    public Path userFolder() {
        return Path.of(nonEmpty("HOME").orElseGet(() -> System.getProperty("user.home", "/")));
    }

    /**
     * An absolute path without {@code ..}: {@code ~} at the start is the user's own folder, and {@code sqlite://} in front is dropped, as
     * Litestream does.
     *
     * @param base what a relative path starts from
     * @throws java.nio.file.InvalidPathException for what cannot be a path
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
