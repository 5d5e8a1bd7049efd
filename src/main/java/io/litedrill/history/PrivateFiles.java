package io.litedrill.history;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Creates the home folder with mode 0700 and the files of the history with mode 0600, and corrects the mode of files
 * that other users can read. Does not follow symbolic links. Leaves modes unchanged on file systems without them, and
 * on files of other owners.
 */
final class PrivateFiles {
    private static final Set<PosixFilePermission> FOLDER = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> FILE = PosixFilePermissions.fromString("rw-------");
    private static final List<String> COMPANIONS = List.of("", "-wal", "-shm", "-journal", ".lock");
    /** Matches the files that Litedrill stores in its home. A folder with any other file may have other users. */
    private static final Pattern OWN = Pattern.compile(
            "history\\.db.*|notified\\.json.*|discovered\\.json.*|daemon\\.lock|restores|scratch|native|restored|lost\\+found",
            Pattern.DOTALL);

    private PrivateFiles() {}

    /** Creates the home folder, or corrects its mode if only Litedrill uses it. */
    static void home(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Optional<Path> parent = Optional.ofNullable(folder.toAbsolutePath().getParent());
            if (parent.isPresent()) {
                Files.createDirectories(parent.get());
            }
            create(folder);
        }
        if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS) && isOwn(folder)) {
            restrict(folder, FOLDER);
        }
    }

    private static void create(Path folder) throws IOException {
        try {
            Files.createDirectory(folder, attributes(folder, FOLDER));
        } catch (FileAlreadyExistsException e) {
            if (!Files.isDirectory(folder)) {
                throw e;
            }
        }
    }

    private static boolean isOwn(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.allMatch(
                    entry -> OWN.matcher(String.valueOf(entry.getFileName())).matches());
        }
    }

    /**
     * Creates a missing history file, and corrects the modes of it and of its companion files.
     *
     * @throws IOException when one of them is not a regular file, such as a symbolic link
     */
    static void history(Path path) throws IOException {
        for (String companion : COMPANIONS) {
            Path file = path.resolveSibling(path.getFileName() + companion);
            if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                requireRegular(file);
                restrict(file, FILE);
            }
        }
        // SQLite creates its other files with the mode of the database
        RegularFiles.openOrCreate(path).close();
    }

    private static void requireRegular(Path file) throws IOException {
        if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
            throw new IOException(file
                    + " is not a regular file (a symbolic link, perhaps). Remove it, or put the file itself there");
        }
    }

    private static FileAttribute<?>[] attributes(Path path, Set<PosixFilePermission> mode) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(mode)}
                : new FileAttribute<?>[0];
    }

    private static Optional<PosixFileAttributeView> modes(Path path) {
        return Optional.ofNullable(
                Files.getFileAttributeView(path, PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS));
    }

    private static void restrict(Path path, Set<PosixFilePermission> mode) {
        modes(path).ifPresent(view -> {
            try {
                if (!mode.containsAll(view.readAttributes().permissions())) {
                    view.setPermissions(mode);
                }
            } catch (IOException ofAnotherOwner) {
                // opening the file shows whether it is usable
            }
        });
    }
}
