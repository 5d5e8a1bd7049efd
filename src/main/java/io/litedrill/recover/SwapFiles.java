package io.litedrill.recover;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.HeldFolder;
import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Performs the file system changes of a swap. Each change survives a crash of the machine once its method has returned.
 * Each method holds the changed folders open, so that the owner of a folder cannot redirect the change to another
 * place.
 */
final class SwapFiles {
    private final SwapListener listener;
    private SwapStep step = SwapStep.WRITE_INTENT;

    SwapFiles(SwapListener listener) {
        this.listener = listener;
    }

    /** Sets the step that the following changes belong to. */
    void at(SwapStep next) {
        step = next;
    }

    /** Creates a folder, if it does not exist. */
    void makeFolder(Path folder) throws IOException {
        if (!Existence.exists(folder)) {
            listener.before(step);
            in(folder, parent -> {
                Files.createDirectory(parent.at(folder));
                sync(parent.path());
            });
        }
    }

    /** Renames a file; the new name must not exist. */
    void move(Path from, Path to) throws IOException {
        between(from, to, (source, target) -> {
            if (Existence.exists(target.at(to))) {
                throw new FileAlreadyExistsException(to.toString());
            }
            listener.before(step);
            try {
                Files.move(source.at(from), target.at(to), StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                throw new IOException(from + " and " + to + " are on different file systems", e);
            }
            sync(target.path());
            sync(source.path());
        });
    }

    /**
     * Gives a file a second name where the file system supports that; otherwise makes a copy. The name must not exist.
     */
    void keep(Path file, Path as) throws IOException {
        listener.before(step);
        between(file, as, (source, target) -> {
            try {
                Files.createLink(target.at(as), source.at(file));
            } catch (FileAlreadyExistsException | NoSuchFileException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException e) {
                copy(source.at(file), target.at(as));
            }
            sync(target.path());
        });
    }

    private static void copy(Path file, Path as) throws IOException {
        Path half = as.resolveSibling(as.getFileName() + ".half");
        FileTree.delete(half);
        try (InputStream in = RegularFiles.stream(file);
                FileChannel out = RegularFiles.create(half);
                OutputStream bytes = Channels.newOutputStream(out)) {
            in.transferTo(bytes);
            out.force(true);
        }
        Ownership.of(file).give(half);
        Files.move(half, as, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives a file a name that must be free, and removes the old name. */
    void place(Path from, Path to) throws IOException {
        listener.before(step);
        boolean linked = isLinked(from, to);
        if (!linked) {
            move(from, to);
        }
        delete(from);
    }

    /** Creates the new name as a hard link. A move would replace a file that appeared meanwhile; a link does not. */
    private static boolean isLinked(Path from, Path to) throws IOException {
        AtomicBoolean linked = new AtomicBoolean();
        between(from, to, (source, target) -> {
            try {
                Files.createLink(target.at(to), source.at(from));
                linked.set(true);
            } catch (FileAlreadyExistsException e) {
                throw e;
            } catch (IOException | UnsupportedOperationException cannotLink) {
                return;
            }
            sync(target.path());
        });
        return linked.get();
    }

    /** Writes a small file as a whole; only this user may write to it. */
    void write(Path file, String text) throws IOException {
        in(file, folder -> {
            Path draft = folder.at(file.resolveSibling(file.getFileName() + ".tmp"));
            listener.before(step);
            FileTree.delete(draft);
            try (FileChannel channel = RegularFiles.create(draft, "rw-r--r--")) {
                ByteBuffer bytes = ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8));
                while (bytes.hasRemaining()) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            listener.before(step);
            Files.move(draft, folder.at(file), StandardCopyOption.ATOMIC_MOVE);
            sync(folder.path());
        });
    }

    /** Deletes a file, if it exists. */
    void delete(Path file) throws IOException {
        if (Existence.exists(file)) {
            in(file, folder -> {
                listener.before(step);
                Files.delete(folder.at(file));
                sync(folder.path());
            });
        }
    }

    /** Deletes a folder with its contents, if it exists. */
    void deleteTree(Path tree) throws IOException {
        if (Existence.exists(tree)) {
            in(tree, parent -> {
                FileTree.delete(parent.at(tree), () -> listener.before(step));
                sync(parent.path());
            });
        }
    }

    /** Changes names in one folder. */
    @FunctionalInterface
    private interface Change {
        void in(HeldFolder folder) throws IOException;
    }

    /** Changes names in two folders. */
    @FunctionalInterface
    private interface Exchange {
        void between(HeldFolder source, HeldFolder target) throws IOException;
    }

    private static void in(Path file, Change change) throws IOException {
        try (HeldFolder folder = HeldFolder.open(parent(file))) {
            try {
                change.in(folder);
            } catch (IOException e) {
                throw folder.named(e);
            }
        }
    }

    private static void between(Path from, Path to, Exchange exchange) throws IOException {
        in(from, source -> in(to, target -> exchange.between(source, target)));
    }

    /** Returns true when two names refer to one file, or to two regular files with the same bytes. */
    static boolean isSame(Path one, Path other) throws IOException {
        if (Ownership.identity(one).equals(Ownership.identity(other))) {
            return true;
        }
        if (!RegularFiles.is(one) || !RegularFiles.is(other)) {
            return false;
        }
        try (InputStream left = RegularFiles.stream(one);
                InputStream right = RegularFiles.stream(other)) {
            return isSame(left, right);
        }
    }

    private static boolean isSame(InputStream left, InputStream right) throws IOException {
        int block = 1 << 16;
        while (true) {
            byte[] bytes = left.readNBytes(block);
            if (!Arrays.equals(bytes, right.readNBytes(block))) {
                return false;
            }
            if (bytes.length == 0) {
                return true;
            }
        }
    }

    /** Makes a file, or the names in a folder, durable across a crash. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent()).orElseThrow();
    }
}
