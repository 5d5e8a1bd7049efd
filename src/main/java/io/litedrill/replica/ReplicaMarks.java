package io.litedrill.replica;

import java.util.regex.Pattern;

/** Recognizes a replica by the names of its folders and files, in both layouts. */
public final class ReplicaMarks {
    private static final Pattern FOLDER = Pattern.compile("generations/|ltx/|000[0-9]/");
    private static final Pattern FILE = Pattern.compile("(?:generations/[0-9a-f]{16}/(?:snapshots|wal)/|ltx/[0-9]/"
            + "|000[0-9]/[0-9a-f]{16}-[0-9a-f]{16}\\.ltx).*");
    /**
     * Litestream keeps changes that are not uploaded yet beside a live database, in the layout of a replica. A restore
     * in place moves them into a folder of this name.
     */
    private static final Pattern LOCAL_STATE = Pattern.compile(
            "\\.[^/]*-litestream/|" + ".*\\.(?:replaced|corrupted)\\.[0-9]{8}T[0-9]{6}Z(?:-[0-9]{1,9})?/");

    private ReplicaMarks() {}

    /**
     * Returns whether a folder directly below a path may be the first one of a replica at that path. Another folder can
     * have such a name, so {@link #isFile} decides.
     *
     * @param name the name with a slash at its end
     */
    public static boolean isFolder(String name) {
        return FOLDER.matcher(name).matches();
    }

    /**
     * Returns whether a file belongs to a replica.
     *
     * @param path the path of the file below the path of the replica
     */
    public static boolean isFile(String path) {
        return FILE.matcher(path).matches();
    }

    /**
     * Returns whether a folder is Litestream's local state beside a live database.
     *
     * @param name the name with a slash at its end
     */
    public static boolean isLocalState(String name) {
        return LOCAL_STATE.matcher(name).matches();
    }
}
