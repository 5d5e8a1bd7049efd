package io.litedrill.http;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/** Manages the one folder for files of HTTP restores, and the names reserved by restores in progress. */
final class RestoreFolder {
    private static final Pattern SLASH = Pattern.compile("/");
    /** Matches names of letters, digits and marks without meaning to a shell, whose first character is not a mark. */
    private static final Pattern PLAIN = Pattern.compile("[\\p{L}\\p{N}_][\\p{L}\\p{N} ._+@=,-]{0,199}");
    /** The suffixes of files that SQLite would read together with the database. */
    private static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    private final Optional<Path> folder;
    private final Set<Path> taken = ConcurrentHashMap.newKeySet();

    RestoreFolder(Optional<Path> folder) {
        this.folder = folder;
    }

    /**
     * Reserves a name for a restore. The caller must call {@link #release} or {@link #releaseAtEnd}.
     *
     * @param name a relative path, with {@code /} between existing folders
     * @throws ProblemException when the file must not be written, exists, or is reserved
     */
    Path take(String name) {
        Path output = resolve(name);
        if (!taken.add(output)) {
            throw conflict(name + ": another restore writes this file at the moment. Choose another name");
        }
        try {
            checkFree(name, output);
            return output;
        } catch (ProblemException e) {
            release(output);
            throw e;
        }
    }

    void release(Path output) {
        taken.remove(output);
    }

    void releaseAtEnd(Path output, CompletionStage<?> end) {
        end.whenComplete((result, error) -> release(output));
    }

    private Path resolve(String name) {
        List<String> parts = List.of(SLASH.split(name, -1));
        if (!parts.stream().allMatch(part -> PLAIN.matcher(part).matches())) {
            throw bad("output: a file name, or a path below the folder for restores, of letters, digits and ._+@=,- "
                    + "and without .. or a leading /. Found: " + name);
        }
        if (COMPANIONS.stream().anyMatch(name::endsWith)) {
            throw bad("output: a name that SQLite does not read as a part of another database (-wal, -shm, -journal). "
                    + "Found: " + name);
        }
        Path here = root();
        for (String part : parts.subList(0, parts.size() - 1)) {
            here = here.resolve(part);
            // a symbolic link could lead outside the folder, now or later
            if (!Files.isDirectory(here, LinkOption.NOFOLLOW_LINKS)) {
                throw bad("output: " + part
                        + " is not a folder below the folder for restores. Create it, or leave it out");
            }
        }
        return here.resolve(parts.get(parts.size() - 1));
    }

    private Path root() {
        Path configured = folder.orElseThrow(() -> new ProblemException(
                Problem.FORBIDDEN,
                "Litedrill has no folder for restores to new files, so they are refused over HTTP. Set restore_folder in litedrill.yml, or use the "
                        + "command line: litedrill restore TARGET -o FILE"));
        try {
            return Files.createDirectories(configured).toRealPath();
        } catch (IOException e) {
            throw new ProblemException(
                    Problem.UNAVAILABLE,
                    "The folder for restores, " + configured + ", cannot be used ("
                            + e.getClass().getSimpleName() + "). Create it, and let Litedrill write to it");
        }
    }

    private static void checkFree(String name, Path output) {
        if (exists(output)) {
            throw conflict(name + ": this name already exists, and no file is overwritten. Choose another name");
        }
        for (String companion : COMPANIONS) {
            if (exists(output.resolveSibling(output.getFileName() + companion))) {
                throw conflict(name + companion + " already exists, and SQLite would read it as a part of the restored "
                        + "database. Choose another name");
            }
        }
    }

    private static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    private static ProblemException bad(String detail) {
        return new ProblemException(Problem.BAD_REQUEST, detail);
    }

    private static ProblemException conflict(String detail) {
        return new ProblemException(Problem.CONFLICT, detail);
    }
}
