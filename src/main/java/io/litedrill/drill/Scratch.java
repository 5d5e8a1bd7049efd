package io.litedrill.drill;

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
 * A folder for one drill, gone when the drill is over. A lock on a file beside it says that it is in use, so that what a crash
 * left behind can be told from what another process is working in.
 *
 * <p>Closing any descriptor of a locked file drops this process's lock on it. So a second file, named for this process, says which
 * locks are not to be tried by it.
 */
public final class Scratch implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Scratch.class);
    private static final String PREFIX = "drill-";
    private static final String LOCK = ".lock";
    private static final String THIS_PROCESS = UUID.randomUUID().toString();

    /** What is restored is the owner's data: nobody else on this machine is to read it. */
    private static final FileAttribute<Set<PosixFilePermission>> PRIVATE =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path folder;
    private final FileChannel lock;

    private Scratch(Path folder, FileChannel lock) {
        this.folder = folder;
        this.lock = lock;
    }

    /**
     * Makes a folder.
     *
     * @param root made when it is not there
     * @param runId unique among those that use this root
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

    /** The folder. */
    public Path folder() {
        return folder;
    }

    /**
     * Removes what crashed drills left below a root; what is in use stays.
     *
     * @return the folders that were removed
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
            return folders.stream().filter(folder -> !Files.exists(folder)).toList();
        }
    }

    private static void removeUnlessInUse(Path folder) throws IOException {
        if (Files.exists(claimOf(folder))) {
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

    /** What the process that is gone left. */
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
