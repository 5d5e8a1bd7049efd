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
 * Opens regular files only, in folders whose owner may exchange them at any time. A symbolic link is never followed, and no open waits: on
 * Linux, opening a pipe for reading and writing returns at once, so files are opened for both where that is allowed. The type is read
 * before and tested after opening.
 */
public final class RegularFiles {
    private static final int TRIES = 3;
    private static final Set<OpenOption> READ_ONLY = Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
    private static final Set<OpenOption> READ_WRITE =
            Set.of(StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);

    private RegularFiles() {}

    /** Returns true when there is a regular file of this name; a symbolic link is not one. */
    public static boolean is(Path file) {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Opens a file for reading.
     *
     * @throws NoSuchFileException when there is no such file
     * @throws NotRegularException when it is a symbolic link, a pipe, or anything else that is not a regular file
     */
    public static FileChannel open(Path file) throws IOException {
        return tried(file, RegularFiles::openedForReading);
    }

    /** Opens a file for reading, as a stream; otherwise as {@link #open}. */
    public static InputStream stream(Path file) throws IOException {
        return Channels.newInputStream(open(file));
    }

    /** Opens a file for reading that a symbolic link may lead to; the content must not matter to who can exchange it. */
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

    /** Opens an existing file so that it can be locked; writes nothing to it. Otherwise as {@link #open}. */
    public static FileChannel openToLock(Path file) throws IOException {
        return tried(file, same -> FileChannel.open(same, READ_WRITE));
    }

    /**
     * Creates a file for reading and writing, with mode 0600.
     *
     * @throws FileAlreadyExistsException when there is anything of this name, a symbolic link included
     */
    public static FileChannel create(Path file) throws IOException {
        return create(file, "rw-------");
    }

    /** Creates a file; otherwise as {@link #create(Path)}. {@code mode} is written as {@code ls} does. */
    public static FileChannel create(Path file, String mode) throws IOException {
        Set<OpenOption> options = new HashSet<>(READ_WRITE);
        options.add(StandardOpenOption.CREATE_NEW);
        return FileChannel.open(
                file, options, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(mode)));
    }

    /** Opens a file so that it can be locked, and creates it where it is not there. */
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
     * Reads a small text that only this user or root can have written.
     *
     * @param most bytes of the largest text that is read
     * @throws UntrustedFileException when another user may have written it
     */
    public static String trusted(Path file, int most) throws IOException {
        FileFacts before = FileFacts.of(file);
        requireTrusted(file, before);
        try (InputStream in = stream(file)) {
            byte[] read = in.readNBytes(most + 1);
            if (read.length > most) {
                throw new IOException(file + ": is larger than " + most + " bytes, so Litedrill did not write it");
            }
            FileFacts after = FileFacts.of(file);
            if (!after.equals(before)) {
                throw new UntrustedFileException(file, "was exchanged while it was read");
            }
            return new String(read, StandardCharsets.UTF_8);
        }
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
                // deleted meanwhile, or replaced
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

    /** Opening for reading alone waits for a pipe that has the name by then, so it is done only where writing is impossible. */
    private static void requireOnlyReadable(Path file, IOException failure) throws IOException {
        boolean denied = failure instanceof AccessDeniedException
                || String.valueOf(failure.getMessage()).contains("not permitted");
        if (failure instanceof NoSuchFileException
                || !(denied || Files.getFileStore(file).isReadOnly())) {
            throw failure;
        }
    }

    /** A pipe or a terminal has no position. */
    private static boolean isSeekable(FileChannel channel) {
        try {
            return channel.position() == 0;
        } catch (IOException e) {
            return false;
        }
    }
}
