package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Finding;
import io.litedrill.check.Forks;
import io.litedrill.check.Hint;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.Lineage;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.LtxLineage;
import io.litedrill.restore.RestorePlan;
import java.util.List;
import java.util.stream.Stream;

/**
 * Detects that a state to be restored may belong to another database, or mix two.
 *
 * @param inside breaks between the files of the restore; with one, no database ever had this state
 * @param lineage verdict on all files of the replica
 * @param state the state to be restored
 */
public record MixedWriters(List<LtxLineage.Break> inside, Lineage lineage, RecoveryPoint state) {
    /** Copies the list. */
    public MixedWriters {
        inside = List.copyOf(inside);
    }

    /**
     * Judges by the headers of a scan, before a file is read to its end.
     *
     * @param plan a restore planned by that scan
     */
    public static MixedWriters of(CheckedReplica watched, Scan scan, RestorePlan plan) {
        List<LtxFile> files = plan.files().stream()
                .filter(LtxFile.class::isInstance)
                .map(LtxFile.class::cast)
                .toList();
        return new MixedWriters(LtxLineage.breaks(files), Lineage.of(scan, watched.settings()), plan.point());
    }

    /**
     * Returns true when this state must not be restored for a request. A request by position is an explicit choice.
     */
    public boolean forbids(Point asked) {
        return !inside.isEmpty() || lineage.forbids(asked, state);
    }

    /** Returns the findings. Each break is reported once. */
    public List<Finding> findings(CheckedReplica watched) {
        List<LtxLineage.Break> breaks = Stream.concat(inside.stream(), lineage.breaks().stream())
                .distinct()
                .toList();
        return Forks.findings(watched, new Lineage(breaks, lineage.beside(), lineage.unordered()));
    }

    /** Returns the reason why nothing is restored, and the next step. */
    public Hint reason(CheckedReplica watched) {
        Hint what =
                findings(watched).stream().map(Finding::statement).findFirst().orElse(Hint.text("two writers"));
        return what.then(". The files do not show which database is meant: choose a state from before that, or of the"
                        + " right one (")
                .then(watched.command(CommandVerb.WINDOW))
                .then("), name it with --position or --txid, and compare its rows before it is used");
    }
}
