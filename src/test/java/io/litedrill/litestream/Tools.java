package io.litedrill.litestream;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * The programs that {@code .ci/tools} fetches, such as {@code litestream-0.3.13}; Debian's programs may be the
 * installed ones.
 */
public final class Tools {
    /** A folder with the binaries, which precedes {@code .ci/cache}. */
    static final String FOLDER = "LITEDRILL_TOOLS";
    /** {@code 1}: a missing binary fails a test instead of skipping it. */
    static final String REQUIRED = "LITEDRILL_REQUIRE_TOOLS";

    private final Map<String, String> environment;
    private final Path start;

    Tools(Map<String, String> environment, Path start) {
        this.environment = environment;
        this.start = start.toAbsolutePath();
    }

    /** Returns the binary's path. A missing binary skips the running test, or fails it if tools are required. */
    public static Path require(String name) {
        return new Tools(System.getenv(), Path.of("")).get(name);
    }

    /** Skips the running test if a requirement is missing, or fails it if tools are required. */
    public static void need(boolean given, String reason) {
        new Tools(System.getenv(), Path.of("")).demand(given, reason);
    }

    void demand(boolean given, String reason) {
        if (!given && "1".equals(environment.get(REQUIRED))) {
            throw new AssertionError(reason);
        }
        Assumptions.assumeTrue(given, reason);
    }

    Path get(String name) {
        Optional<Path> found = find(name);
        if (found.isEmpty()) {
            String missing = name + " is missing. Run .ci/tools, or name a folder that holds it in " + FOLDER + ".";
            demand(false, missing);
        }
        return found.orElseThrow();
    }

    /** Returns the path in the configured folder, else in {@code .ci/cache}, else on the {@code PATH}. */
    Optional<Path> find(String name) {
        Stream<Path> named = Optional.ofNullable(environment.get(FOLDER)).map(Path::of).stream();
        Stream<Path> above = Stream.iterate(start, folder -> folder.getParent() != null, Path::getParent)
                .map(folder -> folder.resolve(".ci").resolve("cache"));
        Stream<Path> path = Arrays.stream(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of);
        return Stream.of(named, above, path)
                .flatMap(Function.identity())
                .map(folder -> folder.resolve(name))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }
}
