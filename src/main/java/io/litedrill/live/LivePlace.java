package io.litedrill.live;

import io.litedrill.files.RealPath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The location of a database: the file that SQLite opens for a path, and the files of SQLite and Litestream beside it.
 *
 * @param file absolute, with every symbolic link resolved as SQLite resolves them; it need not exist, but its folder
 *     does
 * @param litestreamState the folder of Litestream's local state of the database; it need not exist
 */
public record LivePlace(Path file, Path litestreamState) {
    /** Suffixes of the files that SQLite keeps beside a database. */
    public static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    /**
     * Returns the location for a path.
     *
     * @param path the path that the application and Litestream use
     * @param litestreamState the configured folder of Litestream's state; empty for the default
     * @throws java.nio.file.NoSuchFileException when the folder does not exist
     * @throws IOException when it cannot be read
     */
    public static LivePlace of(Path path, Optional<Path> litestreamState) throws IOException {
        Path absolute = path.toAbsolutePath().normalize();
        Path name =
                Optional.ofNullable(absolute.getFileName()).orElseThrow(() -> new IOException(path + ": not a file"));
        Path file = RealPath.of(absolute);
        // Litestream puts it beside the configured path, wherever a link leads
        Path state = absolute.resolveSibling("." + name + "-litestream");
        return new LivePlace(
                file, state(litestreamState.orElse(state).toAbsolutePath().normalize()));
    }

    /**
     * Resolves the parent, but not the folder itself, so that a link is moved and not its target. The parent may be
     * missing.
     */
    private static Path state(Path state) throws IOException {
        Path parent =
                Optional.ofNullable(state.getParent()).orElseThrow(() -> new IOException(state + ": not a folder"));
        try {
            return RealPath.ofFolder(parent).resolve(String.valueOf(state.getFileName()));
        } catch (NoSuchFileException e) {
            return state;
        }
    }

    /** Returns the folder of the file. */
    public Path folder() {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    /** Returns the file's name. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** Returns the file beside the database with this suffix; it need not exist. */
    public Path companion(String suffix) {
        return folder().resolve(name() + suffix);
    }

    /** Returns the database and its companions, whether or not they exist. */
    public List<Path> files() {
        return List.of(file, companion("-wal"), companion("-shm"), companion("-journal"));
    }
}
