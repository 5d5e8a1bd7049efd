package io.litedrill.recover;

import io.litedrill.files.FileTree;
import io.litedrill.files.HeldFolder;
import io.litedrill.files.PrivateFolder;
import io.litedrill.files.RealPath;
import io.litedrill.restore.RestoreEngine;
import java.io.Closeable;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Holds the destination of a restored file: a draft in a private folder beside it, and the name that the draft gets at
 * the end. The folder of the file is held open, so that its owner cannot redirect the file to another place during the
 * restore.
 */
final class Output implements Closeable {
    private static final Logger LOG = LoggerFactory.getLogger(Output.class);

    private final Path output;
    /** The number of characters of a file name in the name of its draft; each has 4 bytes at most. */
    private static final int MOST_SHOWN = 40;

    private final Path drafts;
    private final HeldFolder folder;
    private final PrivateFolder held;

    private Output(Path output, Path drafts, HeldFolder folder, PrivateFolder held) {
        this.output = output;
        this.drafts = drafts;
        this.folder = folder;
        this.held = held;
    }

    /**
     * Creates the folder of the draft.
     *
     * @param output the path of the restored file; absolute
     * @param runId the id of the restore, unique among the restores to this file
     */
    static Output open(Path output, String runId) throws IOException {
        Path real = RealPath.ofFolder(parent(output)).resolve(String.valueOf(output.getFileName()));
        Path drafts = drafts(real, runId);
        HeldFolder folder = HeldFolder.open(parent(real));
        try {
            return new Output(real, drafts, folder, PrivateFolder.create(drafts));
        } catch (IOException e) {
            folder.close();
            throw e;
        }
    }

    /** Returns the path of the draft folder. A killed restore leaves this folder behind. */
    static Path drafts(Path output, String runId) {
        // the draft of the longest file name needs a name that is no longer than the file system allows
        String name = String.valueOf(output.getFileName());
        String shown = name.codePoints()
                .limit(MOST_SHOWN)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        return output.resolveSibling("." + shown + "." + runId + ".restoring");
    }

    private static Path parent(Path file) {
        return Optional.ofNullable(file.normalize().getParent()).orElseThrow();
    }

    /** Returns the path of the draft. */
    Path draft() {
        return held.path().resolve("database");
    }

    /**
     * Sets the mode of the draft and gives it its name.
     *
     * @throws FileAlreadyExistsException when the file or one of SQLite's companion files exists
     */
    void publish(Set<PosixFilePermission> mode) throws IOException {
        try {
            Files.getFileAttributeView(draft(), PosixFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
                    .setPermissions(mode);
        } catch (IOException e) {
            LOG.warn("{}: this file system supports no file modes ({})", output, e.toString());
        }
        try {
            RestoreEngine.putInPlace(draft(), folder.at(output));
        } catch (FileAlreadyExistsException e) {
            String taken =
                    String.valueOf(e.getFile()).replace(folder.path().toString(), String.valueOf(parent(output)));
            throw new FileAlreadyExistsException(taken, null, e.getReason());
        } catch (IOException e) {
            throw folder.named(e);
        }
    }

    /** Deletes the draft. Never throws: the outcome of the restore is already decided. */
    @Override
    public void close() {
        try (folder;
                held) {
            FileTree.delete(folder.at(drafts));
        } catch (IOException e) {
            LOG.warn("{}: could not be removed; remove it by hand", drafts, e);
        }
    }
}
