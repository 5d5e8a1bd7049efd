package io.litedrill.storage;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Finds folders that look like the mount point of a volume that is not mounted. */
final class MountPoints {
    private MountPoints() {}

    /**
     * Returns why a replica's folder may be empty because a volume is not mounted. A mount point without its volume
     * is an empty folder on the same device as its parent folder. A new mounted volume has its own device.
     *
     * @param container the parent of the replica's folder
     * @param folder the replica's folder; it need not exist
     */
    static Optional<String> doubtOfEmpty(Path container, Path folder) {
        Path deepest = FolderEntry.mayBeFolder(folder) ? folder : container;
        try {
            return isEmpty(deepest) && !isMountPoint(deepest)
                    ? Optional.of("the folder " + deepest + " is empty, and no volume is mounted there")
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.of("the folder " + deepest + " cannot be read (" + e + ")");
        }
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            return !entries.iterator().hasNext();
        }
    }

    private static boolean isMountPoint(Path folder) throws IOException {
        Path parent = folder.toRealPath().getParent();
        return parent == null || !Objects.equals(device(folder), device(parent));
    }

    private static Object device(Path folder) throws IOException {
        try {
            return Files.getAttribute(folder, "unix:dev");
        } catch (UnsupportedOperationException | IllegalArgumentException e) {
            return Files.getFileStore(folder).name();
        }
    }
}
