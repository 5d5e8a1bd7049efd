package io.litedrill.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/** Reads files that hold a secret of the owner, such as a private key, and refuses those that another user can read. */
public final class SecretFile {
    private static final int OTHERS = 0007;
    private static final int GROUP_WRITES_OR_RUNS = 0030;
    private static final int GROUP_READS = 0040;
    private static final int ROOT = 0;

    private SecretFile() {}

    /**
     * Reads a file. The rules are those of PostgreSQL for its key: the file belongs to this user or to root; others
     * have no rights, and the group may read a file of root only. Symbolic links are followed as {@link RealPath} does,
     * since tools for certificates and secrets place links.
     *
     * @param file absolute
     * @param most maximum size in bytes
     * @throws UntrustedFileException when another user can have written the file, or can read it
     * @throws NotRegularException when the name is no regular file
     */
    public static byte[] read(Path file, int most) throws IOException {
        Path real = RealPath.of(file);
        FileFacts before = FileFacts.of(real);
        require(file, before);
        try (InputStream in = RegularFiles.stream(real)) {
            byte[] bytes = in.readNBytes(most + 1);
            if (bytes.length > most) {
                throw new IOException(file + ": is larger than " + most + " bytes, so it is no key");
            }
            if (!FileFacts.of(real).equals(before)) {
                throw new UntrustedFileException(file, "was exchanged while it was read. Try again");
            }
            return bytes;
        }
    }

    private static void require(Path file, FileFacts facts) throws IOException {
        if (!facts.isRegular()) {
            throw new NotRegularException(file);
        }
        if (!UserId.isTrusted(facts.owner())) {
            throw new UntrustedFileException(
                    file, "belongs to another user. A key must belong to the user of this process, or to root");
        }
        if ((facts.mode() & (OTHERS | GROUP_WRITES_OR_RUNS)) != 0 || isReadableByGroup(facts)) {
            throw new UntrustedFileException(
                    file,
                    "may be read or changed by other users, and holds a key. Set its mode: chmod 0600 " + file
                            + " (0640 if it belongs to root)");
        }
    }

    private static boolean isReadableByGroup(FileFacts facts) {
        return (facts.mode() & GROUP_READS) != 0 && facts.owner() != ROOT;
    }
}
