package io.litedrill.live;

import io.litedrill.files.Existence;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Optional;

/**
 * The identity of the files of a live database at one moment. Two equal values, taken a while after the last
 * modification, show that nothing was written in between.
 *
 * @param main the database file
 * @param wal its {@code -wal}; empty when it does not exist
 * @param journal whether a {@code -journal} exists: a transaction is running, or was left behind
 */
public record LiveFiles(Mark main, Optional<Mark> wal, boolean journal) {
    /**
     * The identity of one file.
     *
     * @param key device and inode, if the file system has them
     * @param size bytes
     */
    public record Mark(Optional<Object> key, long size, FileTime modified) {}

    /**
     * Reads the attributes of the files of a database. Opens none of the files.
     *
     * @return empty when the database file does not exist or cannot be read
     */
    public static Optional<LiveFiles> of(Path database) {
        try {
            Path real = database.toRealPath();
            Optional<Mark> main = mark(real);
            Optional<Mark> wal = mark(Path.of(real + "-wal"));
            boolean journal = Existence.exists(Path.of(real + "-journal"));
            return main.map(file -> new LiveFiles(file, wal, journal));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private static Optional<Mark> mark(Path file) throws IOException {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            if (!attributes.isRegularFile()) {
                throw new IOException(file + ": not a regular file");
            }
            return Optional.of(new Mark(
                    Optional.ofNullable(attributes.fileKey()), attributes.size(), attributes.lastModifiedTime()));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    /** Returns when one of the files was last written. */
    public Instant modified() {
        FileTime newest = wal.map(Mark::modified)
                .filter(time -> time.compareTo(main.modified()) > 0)
                .orElse(main.modified());
        return newest.toInstant();
    }
}
