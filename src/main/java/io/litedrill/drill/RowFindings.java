package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSentence;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.drill.ExpectedRows.Known;
import io.litedrill.replica.RecoveryPoint;

/** Creates findings for missing rows. */
final class RowFindings {
    private RowFindings() {}

    static Finding empty(CheckedReplica watched, RecoveryPoint point, Known had) {
        return new Finding(
                FindingCode.DATABASE_EMPTY,
                Severity.CRITICAL,
                FindingSentence.NO_ROWS.of(point, had.where(), had.rows()),
                watched.replica().location(),
                Hint.text("see whether the application began with an empty database, or Litestream was pointed"
                                + " at another file; older states: ")
                        .then(window(watched)));
    }

    static Finding shrunk(CheckedReplica watched, String what) {
        return new Finding(
                FindingCode.DATABASE_SHRUNK,
                Severity.WARNING,
                Facts.text(ComparisonResult.harmless(what)),
                watched.replica().location(),
                Hint.text("if the rows were not deleted on purpose, keep the older states from expiring: ")
                        .then(window(watched)));
    }

    static Finding liveDiffers(CheckedReplica watched, String what, RecoveryPoint point) {
        return new Finding(
                FindingCode.LIVE_DIFFERS,
                Severity.CRITICAL,
                FindingSentence.LIVE_DIFFERS.of(what, point),
                watched.live().map(String::valueOf).orElse(watched.replica().location()),
                Hint.text("keep the live database safe: it has data that the backup lacks. Then let Litestream take a"
                        + " new snapshot of it (docs/findings.md#mending-a-gap)"));
    }

    private static Hint window(CheckedReplica watched) {
        return watched.command(CommandVerb.WINDOW);
    }
}
