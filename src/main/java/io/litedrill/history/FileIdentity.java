package io.litedrill.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Identifies the file at a path: after a deletion or a replacement, the same path names another file.
 *
 * @param key device and inode as text; empty where no file exists, or it cannot be read
 */
record FileIdentity(Optional<String> key) {
    /** Reads the identity of the current file at a path. Does not follow links. */
    static FileIdentity of(Path path) {
        try {
            BasicFileAttributes attributes =
                    Files.readAttributes(path, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return new FileIdentity(Optional.of(String.valueOf(attributes.fileKey())));
        } catch (IOException absent) {
            return new FileIdentity(Optional.empty());
        }
    }

    boolean exists() {
        return key.isPresent();
    }
}
