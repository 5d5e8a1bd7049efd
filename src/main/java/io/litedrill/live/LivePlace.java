package io.litedrill.live;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
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

    private static final int MOST_LINKS = 40;

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
        Path file = told;
        for (int links = 0; Files.isSymbolicLink(file); links++) {
            if (links == MOST_LINKS) {
                throw new FileSystemLoopException(told.toString());
            }
            file = file.resolveSibling(Files.readSymbolicLink(file));
        }
        Path name = Optional.ofNullable(file.getFileName()).orElseThrow(() -> new IOException(path + ": not a file"));
        Path folder = Optional.ofNullable(file.getParent()).orElseThrow().toRealPath();
        // Litestream puts it beside the path that it was told, wherever a link leads
        Path state = told.resolveSibling("." + told.getFileName() + "-litestream");
        return new LivePlace(folder.resolve(name), litestreamState.orElse(state).toAbsolutePath());
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
