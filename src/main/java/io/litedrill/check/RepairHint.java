package io.litedrill.check;

/**
 * Explains how to make the newest state restorable again: make Litestream take a snapshot. A restart alone does not
 * when a snapshot exists.
 */
final class RepairHint {
    private static final String WHERE = " (docs/findings.md#mending-a-gap)";

    private RepairHint() {}

    /**
     * Returns the steps in a few words. A replica of an upgraded Litestream has both layouts: then the writer is
     * Litestream 0.5.
     */
    static Hint hint(Evidence evidence) {
        boolean wal = evidence.scan().inventory().ltxFiles().isEmpty();
        return Hint.text("stop Litestream, "
                + (wal ? "" : "give the replica a new, empty path, ")
                + "move its " + folder(evidence.watched()) + " away, start it" + WHERE);
    }

    /** Returns the default folder of Litestream's local state. A configured {@code meta-path} is not known here. */
    private static String folder(CheckedReplica watched) {
        return watched.live()
                .map(live -> "folder " + live.resolveSibling("." + live.getFileName() + "-litestream"))
                .orElse("folder beside the live database (a dot, the file's name, -litestream)");
    }
}
