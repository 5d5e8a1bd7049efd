package io.litedrill.live;

import io.litedrill.files.RealPath;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where a database is: the file that SQLite opens for a path, and what SQLite and Litestream keep beside it.
 *
 * @param file absolute, every symbolic link followed as SQLite follows them; it need not exist, its folder does
 * @param litestreamState the folder where Litestream keeps its local state of the database; it need not exist
 */
public record LivePlace(Path file, Path litestreamState) {
    /** What SQLite keeps in files of their own, by the ends of their names. */
    public static final List<String> COMPANIONS = List.of("-wal", "-shm", "-journal");

    /**
     * The place of a path.
     *
     * @param path as the application and Litestream are told of it
     * @param litestreamState where Litestream was told to keep its state; empty: where it does by itself
     * @throws java.nio.file.NoSuchFileException when there is no such folder
     * @throws IOException when it cannot be looked at
     */
    public static LivePlace of(Path path, Optional<Path> litestreamState) throws IOException {
        Path told = path.toAbsolutePath().normalize();
        Path name = Optional.ofNullable(told.getFileName()).orElseThrow(() -> new IOException(path + ": not a file"));
        Path file = RealPath.of(told);
        // Litestream puts it beside the path that it was told, wherever a link leads
        Path state = told.resolveSibling("." + name + "-litestream");
        return new LivePlace(
                file, state(litestreamState.orElse(state).toAbsolutePath().normalize()));
    }

    /** The folder itself stays a name, so that a link is moved and not what it leads to. Its parent may be missing. */
    private static Path state(Path state) throws IOException {
        Path parent =
                Optional.ofNullable(state.getParent()).orElseThrow(() -> new IOException(state + ": not a folder"));
        try {
            return RealPath.ofFolder(parent).resolve(String.valueOf(state.getFileName()));
        } catch (NoSuchFileException e) {
            return state;
        }
    }

    /** The folder of the file. */
    public Path folder() {
        return Optional.ofNullable(file.getParent()).orElseThrow();
    }

    /** The file's name. */
    public String name() {
        return String.valueOf(file.getFileName());
    }

    /** The file beside the database whose name ends so; it need not exist. */
    public Path companion(String suffix) {
        return folder().resolve(name() + suffix);
    }

    /** The database and its companions, whether or not they exist. */
    public List<Path> files() {
        return List.of(file, companion("-wal"), companion("-shm"), companion("-journal"));
    }
}
