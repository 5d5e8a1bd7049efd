package io.litedrill.files;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Iterator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Holds a folder open, so that names below {@link #path()} stay in this folder even when a part of its path is
 * renamed or replaced by a symbolic link. The path is opened part by part without following a link. Where the system
 * provides no names for open folders, or this user may not list a folder of the path, the path itself is used,
 * provided that it contains no link.
 */
public final class HeldFolder implements Closeable {
    private final Path folder;
    private final Path held;
    private final Optional<FileChannel> channel;

    private HeldFolder(Path folder, Path held, Optional<FileChannel> channel) {
        this.folder = folder;
        this.held = held;
        this.channel = channel;
    }

    /**
     * Opens a folder.
     *
     * @param folder absolute, without symbolic links
     * @throws IOException when the folder does not exist, or a part of the path is a symbolic link
     */
    public static HeldFolder open(Path folder) throws IOException {
        FileChannel channel;
        try {
            channel = walked(folder);
        } catch (AccessDeniedException mayNotBeListed) {
            return byPath(folder);
        }
        Optional<Path> name = DescriptorName.of(channel);
        if (name.isEmpty()) {
            channel.close();
            return byPath(folder);
        }
        return new HeldFolder(folder, name.get(), Optional.of(channel));
    }

    private static HeldFolder byPath(Path folder) throws IOException {
        if (!folder.toRealPath().equals(folder)) {
            throw new FileSystemException(folder.toString(), null, "a part of this path is a symbolic link now");
        }
        return new HeldFolder(folder, folder, Optional.empty());
    }

    private static FileChannel walked(Path folder) throws IOException {
        try (DirectoryStream<Path> root = Files.newDirectoryStream(Objects.requireNonNull(folder.getRoot()))) {
            return walked(root, folder.iterator(), folder);
        }
    }

    private static FileChannel walked(DirectoryStream<Path> here, Iterator<Path> names, Path folder)
            throws IOException {
        if (!names.hasNext()) {
            return (FileChannel) OpenFolders.secure(here)
                    .newByteChannel(Path.of("."), Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
        }
        try (DirectoryStream<Path> next = opened(here, names.next(), folder)) {
            return walked(next, names, folder);
        }
    }

    private static DirectoryStream<Path> opened(DirectoryStream<Path> here, Path name, Path folder) throws IOException {
        try {
            return OpenFolders.open(here, name);
        } catch (NoSuchFileException | AccessDeniedException e) {
            throw e;
        } catch (FileSystemException e) {
            throw new FileSystemException(
                    folder.toString(), null, name + " on this path is not a folder, or is a symbolic link now");
        }
    }

    /**
     * Returns a path that refers to this folder while it is held. For messages, use the path that it was opened by.
     */
    public Path path() {
        return held;
    }

    /** Returns the path of a name in this folder. */
    public Path at(Path name) {
        return held.resolve(String.valueOf(name.getFileName()));
    }

    /** Returns a failure that names this folder by the path that it was opened by. */
    public IOException named(IOException failure) {
        if (failure instanceof FileSystemException e
                && String.valueOf(e.getMessage()).contains(held.toString())) {
            String reason =
                    Optional.ofNullable(e.getReason()).orElse(e.getClass().getSimpleName());
            FileSystemException named = new FileSystemException(named(e.getFile()), named(e.getOtherFile()), reason);
            named.initCause(e);
            return named;
        }
        return failure;
    }

    private @Nullable String named(@Nullable String text) {
        return text == null ? null : text.replace(held.toString(), folder.toString());
    }

    /**
     * Requires that no other user can change the contents of the folder. Only root has more rights than that user, so
     * other users may skip this.
     *
     * @throws IOException when another user can change them
     */
    void requirePrivate() throws IOException {
        FileFacts facts = FileFacts.following(held);
        if (UserId.isRoot() && (!UserId.isTrusted(facts.owner()) || facts.isWritableByOthers())) {
            throw new UntrustedFileException(
                    folder,
                    "belongs to user " + facts.owner()
                            + " although root created it. Try again, or find out what replaced it");
        }
    }

    @Override
    public void close() throws IOException {
        if (channel.isPresent()) {
            channel.get().close();
        }
    }
}
