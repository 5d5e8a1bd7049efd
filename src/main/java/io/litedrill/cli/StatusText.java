package io.litedrill.cli;

import io.litedrill.app.DaemonLock;
import io.litedrill.app.DatabaseStatus;
import io.litedrill.app.DatabaseStatus.Drills;
import io.litedrill.app.Wording;
import io.litedrill.check.CheckResult;
import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import io.litedrill.check.Verdict;
import io.litedrill.cli.Table.Cell;
import io.litedrill.cli.Table.Column;
import io.litedrill.drill.DrillResult;
import io.litedrill.replica.RecoveryPoint;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Prints statuses for people: a line for each replica, followed by the reasons of verdicts that are not ok. */
final class StatusText {
    private static final Cell NONE = Cell.of("-");
    private static final Cell NEVER = Cell.of("never").in(Colour.ATTENTION);

    private final Terminal terminal;
    private final Instant now;

    StatusText(Terminal terminal, Instant now) {
        this.terminal = terminal;
        this.now = now;
    }

    void print(List<DatabaseStatus> statuses) {
        Table table = new Table(
                Column.of("DATABASE"),
                new Column("REPLICA", severalReplicas(statuses) ? 0 : 5),
                Column.of("STATUS"),
                Column.of("CHECKED"),
                Column.of("DRILL"),
                Column.of("PROVED UNTIL"),
                new Column("WINDOW", 3),
                new Column("RESTORE", 2),
                new Column("NEXT DRILL", 1));
        statuses.forEach(status -> row(table, status));
        table.print(terminal);
        statuses.stream()
                .filter(status -> status.judgement().verdict() != Verdict.OK)
                .forEach(this::reasons);
    }

    private static boolean severalReplicas(List<DatabaseStatus> statuses) {
        return statuses.stream()
                        .map(status -> status.id().database())
                        .distinct()
                        .count()
                < statuses.size();
    }

    private void row(Table table, DatabaseStatus status) {
        Drills drills = status.drills();
        table.row(
                Cell.of(status.id().database()),
                Cell.of(status.id().replica()),
                Cell.of(Wording.word(status.judgement().verdict()))
                        .in(Colour.of(status.judgement().verdict())),
                status.check().map(check -> age(check.run().at())).orElse(NEVER),
                drills.last().map(this::drill).orElse(NEVER),
                drills.provedUntil()
                        .map(RecoveryPoint::time)
                        .map(this::timeAndAge)
                        .orElse(Cell.of("nothing")),
                window(status.check()),
                drills.restoreSeconds().map(Wording::seconds).map(Cell::of).orElse(NONE),
                status.next()
                        .due()
                        .map(due -> next(due, status.next().daemon()))
                        .orElse(Cell.of("none")));
    }

    private Cell age(Instant time) {
        return new Cell(Wording.ago(time, now), Wording.briefAgo(time, now));
    }

    private Cell timeAndAge(Instant time) {
        return new Cell(Wording.timeAndAge(Optional.of(time), now), Wording.briefAgo(time, now));
    }

    private Cell drill(DrillResult drill) {
        String outcome = Wording.word(drill.outcome()) + " ";
        Instant end = drill.run().endedAt();
        return new Cell(
                outcome + Wording.ago(end, now), outcome + Wording.briefAgo(end, now), Colour.of(drill.outcome()));
    }

    private Cell window(Optional<CheckResult> check) {
        Optional<Duration> length =
                check.flatMap(result -> result.seen().windowStart()).map(start -> Duration.between(start, now));
        return new Cell(Wording.duration(length), Wording.brief(length));
    }

    private Cell next(Instant time, DaemonLock.Presence daemon) {
        return switch (daemon) {
            case NONE -> Cell.of("no daemon").in(Colour.ATTENTION);
            case RUNNING -> time.isAfter(now) ? age(time) : Cell.of("due").in(Colour.ATTENTION);
            case UNKNOWN -> time.isAfter(now) ? age(time) : Cell.of("overdue").in(Colour.ATTENTION);
        };
    }

    private void reasons(DatabaseStatus status) {
        Verdict verdict = status.judgement().verdict();
        terminal.paintedLine("");
        terminal.paintedLine(terminal.painted(Colour.of(verdict), Wording.word(verdict)) + " "
                + Wording.harmless(String.valueOf(status.id())));
        status.judgement().reasons().forEach(reason -> terminal.line("  " + reason));
        terminal.line(Hint.text("  next:  ").then(commands(status)));
    }

    private static Hint commands(DatabaseStatus status) {
        CommandLineName name = CommandLineName.of(status.id());
        boolean proved = status.drills()
                .conclusive()
                .filter(drill -> drill.outcome() == DrillResult.Outcome.PASSED)
                .isPresent();
        Hint check = name.command(CommandVerb.CHECK);
        return proved ? check : check.then(", then ").then(name.command(CommandVerb.DRILL));
    }
}
