package io.litedrill.drill;

import io.litedrill.files.Existence;
import io.litedrill.files.FileTree;
import io.litedrill.files.NotRegularException;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Provides a folder for one drill and deletes it afterwards. A lock on a file beside it marks the folder as in use, so
 * that leftovers of a crash can be distinguished from the folder of a running process.
 *
 * <p>Closing any descriptor of a locked file releases all locks of this process on it. A second file, named after this
 * process, therefore marks the locks that this process must not try.
 */
public final class Scratch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    private static final String PREFIX = "drill-";
    private static final String LOCK = ".lock";
    private static final String THIS_PROCESS = UUID.randomUUID().toString();

    /** Restored data is private: other users of this machine must not read it. */
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FileChannel lock;

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Creates a folder.
     *
     * @param root created when missing
     * @param runId unique among the users of this root
     */
    public static Scratch open(Path root, String runId) throws IOException {
        PrivateFolder.ensure(root);
        Path folder = root.resolve(PREFIX + runId);
        RegularFiles.create(claimOf(folder)).close();
        FileChannel lock = newLock(folder);
        Scratch scratch = new Scratch(folder, lock);
        try {
            lock.lock();
            Files.createDirectory(folder, PRIVATE);
            return scratch;
        } catch (IOException | RuntimeException e) {
            scratch.close();
            throw e;
        }
    }

    private static FileChannel newLock(Path folder) throws IOException {
        try {
            return RegularFiles.create(lockOf(folder));
        } catch (IOException e) {
            Files.deleteIfExists(claimOf(folder));
            throw e;
        }
    }

    /** Returns the folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Removes the folders that crashed drills left below a root. Folders in use are kept.
     *
     * @return the removed folders
     */
    public static List<Path> sweep(Path root) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> entries = Files.list(root)) {
            List<Path> folders = entries.filter(
                            path -> path.getFileName().toString().startsWith(PREFIX)
                                    && path.getFileName().toString().endsWith(LOCK))
                    .map(Scratch::folderOf)
                    .toList();
            for (Path folder : folders) {
                removeUnlessInUse(folder);
            }
            return folders.stream()
                    .filter(folder -> !Existence.mayExist(folder))
                    .toList();
        }
    }

    private static void removeUnlessInUse(Path folder) throws IOException {
        if (Existence.mayExist(claimOf(folder))) {
            return;
        }
        try (FileChannel channel = RegularFiles.openToLock(lockOf(folder))) {
            if (channel.tryLock() != null) {
                FileTree.delete(folder);
                removeClaims(folder);
                Files.deleteIfExists(lockOf(folder));
            }
        } catch (NoSuchFileException e) {
            // its drill has just ended
        } catch (NotRegularException notOurs) {
            LOG.warn("{}", notOurs.getMessage());
        }
    }

    /** Removes the files that an ended process left. */
    private static void removeClaims(Path folder) throws IOException {
        String claims = lockOf(folder).getFileName() + ".";
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(
                folder.resolveSibling("."),
                entry -> String.valueOf(entry.getFileName()).startsWith(claims))) {
            for (Path entry : entries) {
                FileTree.delete(entry);
            }
        }
    }

    private static Path claimOf(Path folder) {
        return folder.resolveSibling(lockOf(folder).getFileName() + "." + THIS_PROCESS);
    }

    private static Path lockOf(Path folder) {
        return folder.resolveSibling(folder.getFileName() + LOCK);
    }

    private static Path folderOf(Path lock) {
        String name = lock.getFileName().toString();
        return lock.resolveSibling(name.substring(0, name.length() - LOCK.length()));
    }

    @Override
    public void close() throws IOException {
        try (lock) {
            FileTree.delete(folder);
            Files.deleteIfExists(lockOf(folder));
        } finally {
            Files.deleteIfExists(claimOf(folder));
        }
    }
}
