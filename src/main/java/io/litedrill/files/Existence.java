package io.litedrill.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** Tests whether names exist, where a name that cannot be read must not count as absent. */
public final class Existence {
    private Existence() {}

    /**
     * Returns whether a name exists, as a broken link too.
     *
     * @throws IOException when that cannot be read, such as for a missing permission, or a disk that fails
     */
    public static boolean exists(Path name) throws IOException {
        try {
            var unused = Files.readAttributes(name, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Returns false only for a name that is known not to exist. */
    public static boolean mayExist(Path name) {
        try {
            return exists(name);
        } catch (IOException e) {
            return true;
        }
    }
}
