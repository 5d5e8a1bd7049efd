package io.litedrill.check;

import io.litedrill.replica.LtxLineage;
import io.litedrill.replica.SideBySide;

/** What it means that files of one replica come from two writers. */
public final class Forks {
    static final String HINT =
            "stop one of the two Litestreams, and give each database a path of its own; what was written since "
                    + "the second one began is mixed, so compare what is restored with the live database";

    private Forks() {}

    /** The finding for two LTX files that cannot come from one writer. */
    public static Finding finding(Watched watched, LtxLineage.Break fork) {
        return new Finding(
                FindingCode.FORKED,
                Severity.CRITICAL,
                "two writers: this file and " + watched.replica().nameOf(fork.first()) + " are not of one database: "
                        + fork.why(),
                watched.replica().locate(fork.second()),
                HINT);
    }

    /** The finding for two histories that grow at the same time. */
    public static Finding finding(Watched watched, SideBySide fork) {
        return new Finding(
                FindingCode.FORKED,
                Severity.CRITICAL,
                "two writers: " + fork.older() + " goes on growing beside " + fork.newer() + ", which began at "
                        + fork.since() + ". Which one is newest changes with each upload",
                watched.replica().location(),
                HINT);
    }
}
