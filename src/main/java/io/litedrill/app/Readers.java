package io.litedrill.app;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;
import java.util.Set;

/**
 * Which users can read a file or folder, by its mode. Folders above it may narrow that.
 *
 * @param mode as {@code ls -l} shows it, with owner and group
 * @param owner the name of its owner
 * @param group whether its group can read it
 * @param others whether every user can read it
 */
record Readers(String mode, String owner, boolean group, boolean others) {
    private static final String ROOT = "root";

    /** Returns the readers; empty when the file does not exist or its mode cannot be read. */
    static Optional<Readers> of(Path file) {
        try {
            PosixFileAttributes known = Files.readAttributes(file, PosixFileAttributes.class);
            Set<PosixFilePermission> allowed = known.permissions();
            return Optional.of(new Readers(
                    PosixFilePermissions.toString(allowed) + " " + known.owner().getName() + ":"
                            + known.group().getName(),
                    known.owner().getName(),
                    allowed.contains(PosixFilePermission.GROUP_READ),
                    allowed.contains(PosixFilePermission.OTHERS_READ)));
        } catch (IOException | UnsupportedOperationException e) {
            return Optional.empty();
        }
    }

    /** Returns whether root is its owner, who alone can choose its group. */
    boolean isOfRoot() {
        return owner.equals(ROOT);
    }

    /** Returns whether only its owner (and root) can read it. */
    boolean isPrivate() {
        return !group && !others;
    }

    /** Returns who can read it, for people. */
    String who() {
        if (others) {
            return "every user of this machine";
        }
        return group ? "its owner and its group" : "only its owner";
    }
}
