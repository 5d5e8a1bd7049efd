package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.CheckResult;
import io.litedrill.check.LagBasis;
import io.litedrill.cli.Terminal.Colour;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Prints checks for people: a line for each replica, followed by its findings. */
final class CheckText {
    private final Terminal terminal;
    private final Instant now;

    CheckText(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    void print(List<CheckResult> results) {
        Table table =
                new Table("DATABASE", "REPLICA", "VERDICT", "RECOVERY POINT", "LAG", "SNAPSHOT", "WINDOW", "GAPS");
        results.forEach(result -> row(table, result));
        table.print(terminal, Colour::of);
        results.forEach(result -> new FindingText(terminal).print(result.id(), result.findings()));
    }

    private static String lag(CheckResult.Seen seen) {
        String basis = seen.lagBasis().filter(LagBasis.MTIME::equals).isPresent() ? " (mtime)" : "";
        return Wording.duration(seen.lag()) + basis;
    }

    private void row(Table table, CheckResult result) {
        CheckResult.Seen seen = result.seen();
        table.row(
                result.id().database(),
                result.id().replica(),
                Wording.word(result.verdict()),
                Wording.timeAndAge(seen.newest().map(RecoveryPoint::time), now),
                lag(seen),
                Wording.duration(seen.snapshots().newest().map(time -> Duration.between(time, now))),
                Wording.duration(seen.windowStart().map(time -> Duration.between(time, now))),
                String.valueOf(seen.extent().gaps()));
    }
}
