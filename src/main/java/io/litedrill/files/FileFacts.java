package io.litedrill.files;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Holds the file system metadata of one name, without following a symbolic link.
 *
 * @param owner numeric user id
 * @param group numeric group id
 * @param mode type and permission bits of the inode
 * @param links number of hard links
 * @param identity device and inode
 */
record FileFacts(int owner, int group, int mode, int links, Object identity) {
    private static final String WANTED = "unix:uid,gid,mode,nlink,dev,ino";
    private static final int TYPE = 0170000;
    private static final int REGULAR = 0100000;
    private static final int WRITABLE_BY_OTHERS = 0022;

    /**
     * Reads the metadata of a name.
     *
     * @throws java.nio.file.NoSuchFileException when the name does not exist
     * @throws IOException when the metadata cannot be read
     */
    static FileFacts of(Path file) throws IOException {
        return facts(Files.readAttributes(file, WANTED, LinkOption.NOFOLLOW_LINKS));
    }

    /** Reads the metadata of the file that a name refers to, following all symbolic links. */
    static FileFacts following(Path file) throws IOException {
        return facts(Files.readAttributes(file, WANTED));
    }

    private static FileFacts facts(Map<String, Object> read) {
        return new FileFacts(
                (Integer) read.getOrDefault("uid", -1),
                (Integer) read.getOrDefault("gid", -1),
                (Integer) read.getOrDefault("mode", 0),
                (Integer) read.getOrDefault("nlink", 0),
                List.of(read.getOrDefault("dev", 0), read.getOrDefault("ino", 0)));
    }

    boolean isRegular() {
        return (mode & TYPE) == REGULAR;
    }

    /** Returns true when group or others may write to the file. */
    boolean isWritableByOthers() {
        return (mode & WRITABLE_BY_OTHERS) != 0;
    }
}
