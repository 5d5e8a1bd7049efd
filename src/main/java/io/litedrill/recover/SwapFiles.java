package io.litedrill.recover;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The changes to the file system that a swap is made of. Each survives a crash of the machine once its method has returned. */
final class SwapFiles {
    private final SwapListener listener;
    private SwapStep step = SwapStep.WRITE_INTENT;

    SwapFiles(SwapListener listener) {
        this.listener = listener;
    }

    /** What the changes from here on are for. */
    void at(SwapStep next) {
        step = next;
    }

    static boolean exists(Path path) {
        return Files.exists(path, LinkOption.NOFOLLOW_LINKS);
    }

    /** Makes a folder, if it is not there. */
    void makeFolder(Path folder) throws IOException {
        if (!exists(folder)) {
            listener.before(step);
            Files.createDirectory(folder);
            sync(parent(folder));
        }
    }

    /** Renames; nothing of the new name may be there. */
    void move(Path from, Path to) throws IOException {
        if (exists(to)) {
            throw new FileAlreadyExistsException(to.toString());
        }
        listener.before(step);
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException(from + " and " + to + " are on different file systems", e);
        }
        sync(parent(to));
        sync(parent(from));
    }

    /** Gives a file a second name, where the file system can; else makes a copy. Nothing of the name may be there. */
    void keep(Path file, Path as) throws IOException {
        listener.before(step);
        try {
            Files.createLink(as, file);
        } catch (FileAlreadyExistsException | NoSuchFileException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            copy(file, as);
        }
        sync(parent(as));
    }

    private void copy(Path file, Path as) throws IOException {
        Path half = as.resolveSibling(as.getFileName() + ".half");
        Files.copy(file, half, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.COPY_ATTRIBUTES);
        sync(half);
        Files.move(half, as, StandardCopyOption.ATOMIC_MOVE);
    }

    /** Gives a file a name that must be free, and takes the old one away. */
    void place(Path from, Path to) throws IOException {
        listener.before(step);
        try {
            // a move would replace what appeared meanwhile; a link does not
            Files.createLink(to, from);
        } catch (FileAlreadyExistsException e) {
            throw e;
        } catch (IOException | UnsupportedOperationException e) {
            move(from, to);
        }
        sync(parent(to));
        delete(from);
    }

    /** Writes a small file as a whole. */
    void write(Path file, String text) throws IOException {
        Path draft = file.resolveSibling(file.getFileName() + ".tmp");
        listener.before(step);
        Files.writeString(draft, text, StandardCharsets.UTF_8);
        sync(draft);
        listener.before(step);
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
        sync(parent(file));
    }

    /** Deletes a file, if it is there. */
    void delete(Path file) throws IOException {
        if (exists(file)) {
            listener.before(step);
            Files.delete(file);
            sync(parent(file));
        }
    }

    /** Deletes a folder with all that is in it, if it is there. */
    void deleteTree(Path folder) throws IOException {
        if (!exists(folder)) {
            return;
        }
        List<Path> all;
        try (Stream<Path> paths = Files.walk(folder)) {
            all = paths.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            listener.before(step);
            Files.delete(path);
        }
        sync(parent(folder));
    }

    /** Makes a file, or the names in a folder, survive a crash. */
    static void sync(Path path) throws IOException {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    private static Path parent(Path path) {
        return Optional.ofNullable(path.getParent()).orElseThrow();
    }
}
