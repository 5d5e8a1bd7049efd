package io.litedrill.check;

/** How the newest state is made restorable again, by making Litestream take a snapshot; a mere restart does not where one is there. */
final class RepairHint {
    private static final String WHERE = " (docs/findings.md, \"Mending a gap\")";

    private RepairHint() {}

    /** The recipe in a few words. An upgraded replica holds both layouts: then the Litestream that writes is 0.5. */
    static String hint(Evidence evidence) {
        boolean wal = evidence.scan().inventory().ltxFiles().isEmpty();
        return "stop Litestream, "
                + (wal ? "" : "give the replica a new, empty path, ")
                + "move its " + folder(evidence.watched()) + " away, start it" + WHERE;
    }

    /** Where Litestream keeps its local state, unless it was told otherwise ({@code meta-path}), which is not known here. */
    private static String folder(CheckedReplica watched) {
        return watched.live()
                .map(live -> "folder " + live.resolveSibling("." + live.getFileName() + "-litestream"))
                .orElse("folder beside the live database (a dot, the file's name, -litestream)");
    }
}
