package io.litedrill.files;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Deletes folders with their contents. Deletes a symbolic link itself and not its target. */
public final class FileTree {
    /** Litestream's own folders are four levels deep. */
    private static final int MOST_LEVELS = 100;

    private FileTree() {}

    /** Receives a call before each name is deleted. */
    @FunctionalInterface
    public interface Watcher {
        /** A watcher that ignores all calls. */
        Watcher NONE = () -> {};

        /** Receives a call before one name is deleted. */
        void before() throws IOException;
    }

    /** Deletes a file or folder, if it exists. */
    public static void delete(Path folder) throws IOException {
        delete(folder, Watcher.NONE);
    }

    /** Deletes a file or folder, if it exists, and calls the watcher before each name. */
    public static void delete(Path folder, Watcher watcher) throws IOException {
        // only a folder has a name "." in it; opening a pipe would wait
        try (DirectoryStream<Path> parent =
                Files.newDirectoryStream(parent(folder).resolve("."))) {
            Path name = Optional.ofNullable(folder.getFileName()).orElseThrow();
            delete(OpenFolders.secure(parent), name, watcher, MOST_LEVELS);
        } catch (NoSuchFileException folderAboveIsNotThere) {
            return;
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    private static void delete(SecureDirectoryStream<Path> parent, Path name, Watcher watcher, int levels)
            throws IOException {
        try {
            deleteThere(parent, name, watcher, levels);
        } catch (NoSuchFileException deletedMeanwhile) {
            return;
        }
    }

    private static void deleteThere(SecureDirectoryStream<Path> parent, Path name, Watcher watcher, int levels)
            throws IOException {
        boolean folder = parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                .readAttributes()
                .isDirectory();
        if (folder && levels == 0) {
            throw new IOException(name + ": more than " + MOST_LEVELS + " folders in each other. Delete them by hand");
        }
        if (folder) {
            deleteContent(parent, name, watcher, levels);
        }
        watcher.before();
        if (folder) {
            parent.deleteDirectory(name);
        } else {
            parent.deleteFile(name);
        }
    }

    private static void deleteContent(SecureDirectoryStream<Path> parent, Path name, Watcher watcher, int levels)
            throws IOException {
        try (SecureDirectoryStream<Path> here = OpenFolders.open(parent, name)) {
            List<Path> names = new ArrayList<>();
            here.forEach(entry -> names.add(entry.getFileName()));
            for (Path entry : names) {
                delete(here, entry, watcher, levels - 1);
            }
        }
    }

    /** Returns the folder that contains a name; the working folder for a name without one. */
    static Path parent(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    }
}
