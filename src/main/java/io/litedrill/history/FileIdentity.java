package io.litedrill.history;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/**
 * Identifies the file at a path: the same path names another file after a deletion or a replacement.
 *
 * @param key device and inode as text; empty where there is no file, or it cannot be read
 */
record FileIdentity(Optional<String> key) {
    /** Reads the identity of what is at a path now. Follows no link. */
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
