package io.litedrill.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Creates a folder that only this user can read or change, in a folder that others may change, and holds it open. Files
 * below {@link #path()} are written to it even when the folder is renamed and another one takes its name.
 */
public final class PrivateFolder implements Closeable {
    private final HeldFolder held;

    private PrivateFolder(HeldFolder held) {
        this.held = held;
    }

    /**
     * Creates the folder, with mode 0700.
     *
     * @param folder absolute, without symbolic links in the path to it
     * @throws java.nio.file.FileAlreadyExistsException when the name exists
     */
    public static PrivateFolder create(Path folder) throws IOException {
        try (HeldFolder parent = HeldFolder.open(FileTree.parent(folder))) {
            try {
                Files.createDirectory(
                        parent.at(folder),
                        PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            } catch (FileAlreadyExistsException e) {
                throw new FileAlreadyExistsException(folder.toString());
            } catch (IOException e) {
                throw parent.named(e);
            }
        }
        HeldFolder held = HeldFolder.open(folder);
        try {
            held.requirePrivate();
            return new PrivateFolder(held);
        } catch (IOException e) {
            held.close();
            throw e;
        }
    }

    /** Returns a path that refers to this folder until it is closed. */
    public Path path() {
        return held.path();
    }

    /**
     * Creates a folder and its missing parents, accessible to this user only; an existing folder is not changed.
     *
     * @throws IOException when the folder is a symbolic link of another user, or not a folder
     */
    public static void ensure(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && Files.isSymbolicLink(folder)) {
            requireTrusted(folder);
        }
        Files.createDirectories(
                folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    private static void requireTrusted(Path link) throws IOException {
        if (!UserId.isTrusted(FileFacts.of(link).owner())) {
            throw new UntrustedFileException(link, "is a symbolic link of another user. Name another folder");
        }
    }

    @Override
    public void close() throws IOException {
        held.close();
    }
}
