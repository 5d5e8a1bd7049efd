package io.litedrill.cli;

import io.litedrill.app.DrillProof;
import io.litedrill.app.Wording;
import io.litedrill.check.CheckResult;
import io.litedrill.check.LagBasis;
import io.litedrill.cli.Table.Cell;
import io.litedrill.cli.Table.Column;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Prints checks for people: a line for each replica, followed by its findings. */
final class CheckText {
    private final Terminal terminal;
    private final Instant now;

    CheckText(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    /** Holds the check of a replica, and the proof by its drills. */
    record Checked(CheckResult result, DrillProof proof) {}

    void print(List<Checked> all) {
        Table table = new Table(
                Column.of("DATABASE"),
                new Column("REPLICA", severalReplicas(all) ? 0 : 5),
                Column.of("VERDICT"),
                Column.of("RECOVERY POINT"),
                new Column("LAG", 1),
                new Column("SNAPSHOT", 3),
                new Column("WINDOW", 2),
                Column.of("GAPS"),
                Column.of("DRILL"));
        all.forEach(checked -> row(table, checked));
        table.print(terminal);
        all.forEach(checked -> new FindingText(terminal)
                .print(checked.result().id(), checked.result().findings()));
    }

    private static boolean severalReplicas(List<Checked> all) {
        return all.stream()
                        .map(checked -> checked.result().id().database())
                        .distinct()
                        .count()
                < all.size();
    }

    private static String lag(CheckResult.Seen seen) {
        String basis = seen.lagBasis().filter(LagBasis.MTIME::equals).isPresent() ? " (mtime)" : "";
        return Wording.duration(seen.lag()) + basis;
    }

    private void row(Table table, Checked checked) {
        CheckResult result = checked.result();
        CheckResult.Seen seen = result.seen();
        Optional<Instant> newest = seen.newest().map(RecoveryPoint::time);
        table.row(
                Cell.of(result.id().database()),
                Cell.of(result.id().replica()),
                Cell.of(Wording.word(result.verdict())).in(Colour.of(result.verdict())),
                new Cell(
                        Wording.timeAndAge(newest, now),
                        newest.map(time -> Wording.briefAgo(time, now)).orElse("-")),
                Cell.of(lag(seen)),
                age(seen.snapshots().newest()),
                age(seen.windowStart()),
                Cell.of(String.valueOf(seen.extent().gaps())),
                new ProofText(now).cell(checked.proof()));
    }

    private Cell age(Optional<Instant> time) {
        Optional<Duration> age = time.map(at -> Duration.between(at, now));
        return new Cell(Wording.duration(age), Wording.brief(age));
    }
}
