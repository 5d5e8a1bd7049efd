package io.litedrill.files;

import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.OpenOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashSet;
import java.util.Set;

/**
 * Opens regular files only, in folders whose owner may replace them at any time. A symbolic link is never followed, and
 * no open blocks: on Linux, opening a pipe for reading and writing returns at once, so files are opened for both where
 * that is permitted. The type is read before opening and checked again afterwards.
 */
public final class RegularFiles {
    private static final int TRIES = 3;
    private static final Set<OpenOption> READ_ONLY = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private RegularFiles() {}

    /** Returns true when a regular file of this name exists; a symbolic link is not one. */
    public static boolean is(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a file for reading.
     *
     * @throws NoSuchFileException when the file does not exist
     * @throws NotRegularException when the name is a symbolic link, a pipe, or any other file that is not regular
     */
    public static FileChannel open(Path file) throws IOException {
        return tried(file, RegularFiles::openedForReading);
    }

    /** Opens a file for reading, as a stream; otherwise as {@link #open}. */
    public static InputStream stream(Path file) throws IOException {
        return Channels.newInputStream(open(file));
    }

    /**
     * Opens a file for reading and follows symbolic links. Use it only where a user who can exchange the file gains
     * nothing from its content.
     */
    public static InputStream streamFollowingLinks(Path file) throws IOException {
        if (!FileFacts.following(file).isRegular()) {
            throw new NotRegularException(file);
        }
        FileChannel channel = openedFollowingLinks(file);
        if (!isSeekable(channel)) {
            channel.close();
            throw new NotRegularException(file);
        }
        return Channels.newInputStream(channel);
    }

    private static FileChannel openedFollowingLinks(Path file) throws IOException {
        try {
            return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
        } catch (IOException e) {
            requireOnlyReadable(file, e);
            return FileChannel.open(file, StandardOpenOption.READ);
        }
    }

    /** Opens an existing file for locking; writes nothing to it. Otherwise as {@link #open}. */
    public static FileChannel openToLock(Path file) throws IOException {
        return tried(file, same -> FileChannel.open(same, READ_WRITE));
    }

    /**
     * Creates a file for reading and writing, with mode 0600.
     *
     * @throws FileAlreadyExistsException when the name exists, as a symbolic link too
     */
    public static FileChannel create(Path file) throws IOException {
        return create(file, "rw-------");
    }

    /** Creates a file; otherwise as {@link #create(Path)}. {@code mode} has the format of {@code ls}. */
    public static FileChannel create(Path file, String mode) throws IOException {
        Set<OpenOption> options = new HashSet<>(READ_WRITE);
        options.add(StandardOpenOption.CREATE_NEW);
        return FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    }

    /** Opens a file for locking, and creates it where it does not exist. */
    public static FileChannel openOrCreate(Path file) throws IOException {
        for (int tries = 0; ; tries++) {
            try {
                return Files.exists(file, LinkOption.NOFOLLOW_LINKS) ? openToLock(file) : create(file);
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                if (tries == TRIES) {
                    throw e;
                }
            }
        }
    }

    /**
     * Reads a small text that only this user or root can have written. Reads it again when it was replaced meanwhile:
     * other processes of this user replace such files.
     *
     * @param most maximum size of the text in bytes
     * @throws UntrustedFileException when another user may have written it
     */
    public static String trusted(Path file, int most) throws IOException {
        for (int tries = 1; ; tries++) {
            FileFacts before = FileFacts.of(file);
            requireTrusted(file, before);
            String text = text(file, most);
            if (FileFacts.of(file).equals(before)) {
                return text;
            }
            if (tries == TRIES) {
                throw new UntrustedFileException(file, "was exchanged while it was read");
            }
        }
    }

    private static String text(Path file, int most) throws IOException {
        try (InputStream in = stream(file)) {
            byte[] read = in.readNBytes(most + 1);
            if (read.length > most) {
                throw new IOException(file + ": is larger than " + most + " bytes, so Litedrill did not write it");
            }
            return new String(read, StandardCharsets.UTF_8);
        }
    }

    /**
     * Requires a regular file that only this user or root can have written.
     *
     * @throws UntrustedFileException when another user may have written it
     * @throws NotRegularException when the name is a symbolic link, a pipe, or any other file that is not regular
     */
    public static void requireTrusted(Path file) throws IOException {
        requireTrusted(file, FileFacts.of(file));
    }

    private static void requireTrusted(Path file, FileFacts facts) throws IOException {
        if (!facts.isRegular()) {
            throw new NotRegularException(file);
        }
        if (!UserId.isTrusted(facts.owner())) {
            throw new UntrustedFileException(
                    file,
                    "belongs to user "
                            + Files.getOwner(file, LinkOption.NOFOLLOW_LINKS).getName()
                            + ", and this process trusts only files of root and of its own user");
        }
        if (facts.isWritableByOthers() || facts.links() != 1) {
            throw new UntrustedFileException(
                    file,
                    facts.links() == 1 ? "may be written by its group or by others" : "has more than one hard link");
        }
    }

    /** Opens a name. */
    @FunctionalInterface
    private interface Opening {
        FileChannel open(Path file) throws IOException;
    }

    private static FileChannel tried(Path file, Opening opening) throws IOException {
        for (int tries = 1; ; tries++) {
            FileFacts before = FileFacts.of(file);
            if (!before.isRegular()) {
                throw new NotRegularException(file);
            }
            FileChannel channel = opening.open(file);
            boolean same = false;
            try {
                same = isSeekable(channel) && FileFacts.of(file).identity().equals(before.identity());
            } catch (NoSuchFileException e) {
                // the file was deleted or replaced meanwhile
                same = false;
            } finally {
                if (!same) {
                    channel.close();
                }
            }
            if (same) {
                return channel;
            }
            if (tries == TRIES) {
                throw new IOException(file + ": is exchanged again and again while it is opened");
            }
        }
    }

    private static FileChannel openedForReading(Path file) throws IOException {
        try {
            return FileChannel.open(file, READ_WRITE);
        } catch (IOException e) {
            requireOnlyReadable(file, e);
            return FileChannel.open(file, READ_ONLY);
        }
    }

    /**
     * Requires that a file cannot be opened for writing. Opening for reading alone blocks on a pipe that has taken the
     * name, so it is used only then.
     */
    private static void requireOnlyReadable(Path file, IOException failure) throws IOException {
        boolean denied = failure instanceof AccessDeniedException
                || String.valueOf(failure.getMessage()).contains("not permitted");
        if (failure instanceof NoSuchFileException
                || !(denied || Files.getFileStore(file).isReadOnly())) {
            throw failure;
        }
    }

    /** Returns true for a file with a position; a pipe or a terminal has none. */
    private static boolean isSeekable(FileChannel channel) {
        try {
            return channel.position() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
