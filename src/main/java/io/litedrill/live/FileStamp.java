package io.litedrill.live;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;

/**
 * The size and modification time of a database file, without its {@code -wal}. Two equal stamps show that no process
 * wrote to the file in between. A rename keeps the stamp.
 *
 * @param bytes size in bytes
 */
public record FileStamp(long bytes, Instant modified) {
    static FileStamp of(BasicFileAttributes attributes) {
        return new FileStamp(attributes.size(), attributes.lastModifiedTime().toInstant());
    }

    /**
     * Reads the stamp of a file; opens no file.
     *
     * @throws IOException when the file does not exist or cannot be read
     */
    public static FileStamp of(Path file) throws IOException {
        return of(Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS));
    }
}
