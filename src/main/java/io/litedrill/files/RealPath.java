package io.litedrill.files;

import java.io.IOException;
import java.nio.file.FileSystemLoopException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Objects;
import java.util.Set;

/**
 * Follows the symbolic links of a path, as SQLite does. For root, a link of another user may only lead into a folder of
 * that user: otherwise the user could select any file of the machine.
 */
public final class RealPath {
    private static final int MOST_LINKS = 40;

    private final Deque<Path> rest = new ArrayDeque<>();
    private final Set<Integer> owners = new HashSet<>();
    private int links;

    private RealPath() {}

    /**
     * Resolves a path.
     *
     * @param path absolute; the last name need not exist, its folder must
     * @throws java.nio.file.NoSuchFileException when a folder of the path does not exist
     * @throws UntrustedFileException when another user's link leads out of the folders of that user
     */
    public static Path of(Path path) throws IOException {
        RealPath links = new RealPath();
        Path real = links.resolved(path);
        links.requireOwner(path, FileTree.parent(real));
        return real;
    }

    /** Resolves the path of a folder, which must exist; otherwise as {@link #of}. */
    public static Path ofFolder(Path folder) throws IOException {
        RealPath links = new RealPath();
        Path real = requireThere(links.resolved(folder));
        links.requireOwner(folder, real);
        return real;
    }

    private Path resolved(Path path) throws IOException {
        Path here = Objects.requireNonNull(path.getRoot());
        path.forEach(rest::addLast);
        while (!rest.isEmpty()) {
            Path name = rest.removeFirst();
            Path next = here.resolve(name).normalize();
            if (Files.isSymbolicLink(next)) {
                here = followed(next, path);
            } else {
                here = rest.isEmpty() ? next : requireThere(next);
            }
        }
        return here;
    }

    private Path followed(Path link, Path path) throws IOException {
        if (++links > MOST_LINKS) {
            throw new FileSystemLoopException(path.toString());
        }
        owners.add(FileFacts.of(link).owner());
        Path target = Files.readSymbolicLink(link);
        Deque<Path> names = new ArrayDeque<>();
        target.forEach(names::addFirst);
        names.forEach(rest::addFirst);
        return target.isAbsolute() ? Objects.requireNonNull(target.getRoot()) : FileTree.parent(link);
    }

    private static Path requireThere(Path folder) throws IOException {
        var unused = FileFacts.of(folder);
        return folder;
    }

    private void requireOwner(Path path, Path folder) throws IOException {
        if (owners.isEmpty() || !UserId.isRoot()) {
            return;
        }
        int owner = FileFacts.of(folder).owner();
        for (int linkOwner : owners) {
            if (!UserId.isTrusted(linkOwner) && linkOwner != owner) {
                throw new UntrustedFileException(
                        path,
                        "a symbolic link of user " + linkOwner + " leads into " + folder + ", which belongs to user "
                                + owner
                                + ". Root follows it only into a folder of the same user. Configure the real path");
            }
        }
    }
}
