package io.litedrill.replica.scan;

import io.litedrill.replica.FileNames;
import io.litedrill.replica.Generation;
import io.litedrill.replica.ReplicaMarks;
import io.litedrill.storage.Folders;
import io.litedrill.storage.StorageException;
import java.util.Optional;

/**
 * Detects the first files of Litestream 0.5 in a replica of layout {@code wal}. They are in another folder than the
 * known files, so a scan that lists only the newest of these does not list them.
 */
public final class NewFolders {
    private NewFolders() {}

    /**
     * Returns whether the place of a replica may have folders of layout {@code ltx}, and no file of them is known.
     * Sends one request, and none where a file of that layout is known.
     */
    public static boolean mayExist(ReplicaScanner.Scan scan) {
        Optional<String> start = scan.inventory().ltxFiles().isEmpty() ? start(scan) : Optional.empty();
        try {
            return start.isPresent() && holdsLtx(scan.replica().store().folders(start.get()), start.get());
        } catch (StorageException unlisted) {
            return true;
        }
    }

    /** Returns what precedes the paths of Litestream's files. */
    private static Optional<String> start(ReplicaScanner.Scan scan) {
        return scan.inventory().generations().stream()
                .flatMap(Generation::files)
                .findFirst()
                .map(file -> {
                    String key = file.object().key();
                    return key.substring(
                            0, key.length() - FileNames.pathOf(file).length());
                });
    }

    private static boolean holdsLtx(Folders folders, String start) {
        return !folders.complete()
                || folders.keys().stream()
                        .map(key -> key.substring(start.length()))
                        .anyMatch(name -> ReplicaMarks.isFolder(name) && !name.equals("generations/"));
    }
}
