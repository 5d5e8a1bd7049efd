package io.litedrill.storage;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Optional;

/** Reads what a name in a folder refers to. A name that cannot be read must not seem to be absent. */
final class FolderEntry {
    /** Linux follows 40 links. */
    private static final int MOST_LINKS = 40;

    private FolderEntry() {}

    /**
     * Returns the attributes; empty when the file does not exist, or is a link that is broken or leads back to
     * itself.
     *
     * @throws IOException when they cannot be read, such as those of a disk or a network folder that fails
     */
    static Optional<BasicFileAttributes> attributes(Path path) throws IOException {
        try {
            return Optional.of(Files.readAttributes(path, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (AccessDeniedException e) {
            throw e;
        } catch (IOException e) {
            // a link to itself has no exception type
            if (isLoop(path)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Returns false only for what is known to be no folder. Reading a folder shows why its attributes failed. */
    static boolean mayBeFolder(Path path) {
        try {
            return attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
        } catch (IOException e) {
            return true;
        }
    }

    private static boolean isLoop(Path path) throws IOException {
        Path next = path;
        for (int links = 0; links < MOST_LINKS; links++) {
            if (!Files.isSymbolicLink(next)) {
                return false;
            }
            next = next.resolveSibling(Files.readSymbolicLink(next));
        }
        return true;
    }
}
