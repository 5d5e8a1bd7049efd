package io.litedrill.check;

import java.nio.file.Path;

/** How the newest state is made restorable again, by making Litestream take a snapshot; a mere restart does not where one is there. */
final class Mending {
    private static final String WHERE = " (docs/findings.md, \"Mending a gap\")";

    private Mending() {}

    /** The recipe in a few words. An upgraded replica holds both layouts: then the Litestream that writes is 0.5. */
    static String hint(Evidence evidence) {
        boolean wal = evidence.scan().inventory().ltxFiles().isEmpty();
        String state = "." + evidence.watched().live().map(Mending::name).orElse("NAME") + "-litestream";
        return (wal
                        ? "stop Litestream, move its folder " + state + " beside the live database away, start it"
                        : "stop Litestream, give the replica a new, empty path, move " + state
                                + " beside the live database away, start it")
                + WHERE;
    }

    private static String name(Path live) {
        return String.valueOf(live.getFileName());
    }
}
