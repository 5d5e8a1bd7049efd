package io.litedrill.cli;

import io.litedrill.app.BisectOrder;
import io.litedrill.app.BisectReport;
import io.litedrill.app.BisectReport.Outcome;
import io.litedrill.app.BisectReport.Probe;
import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.cli.Table.Cell;
import io.litedrill.replica.RecoveryPoint;
import java.util.function.Function;

/** Prints the result of a search for people. */
final class BisectText {
    private final Terminal terminal;

    BisectText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(BisectReport report, BisectOrder order, Function<RecoveryPoint, Hint.Command> command) {
        terminal.line(report.id() + ": " + order.assertion().sql() + " "
                + order.assertion().expect());
        Table table = new Table("", "TIME", "POSITION", "VALUE");
        report.ends().older().ifPresent(probe -> row(table, probe));
        report.ends()
                .younger()
                .filter(probe -> !report.ends().older().equals(report.ends().younger()))
                .ifPresent(probe -> row(table, probe));
        if (report.ends().older().isPresent() || report.ends().younger().isPresent()) {
            table.print(terminal);
        }
        terminal.line(Hint.text(Wording.word(report.outcome()) + ": ").then(report.reason()));
        BisectReport.Effort effort = report.effort();
        if (effort.restores() > 0) {
            terminal.line(effort.restores() + (effort.restores() == 1 ? " restore" : " restores") + " over "
                    + effort.points() + (effort.points() == 1 ? " recovery point" : " recovery points") + ", "
                    + Wording.bytes(effort.cost().bytesRead()) + " in "
                    + effort.cost().requests() + " requests, " + Wording.seconds(effort.seconds()));
        }
        if (report.outcome() == Outcome.FOUND || report.outcome() == Outcome.IN_A_GAP) {
            report.ends()
                    .older()
                    .ifPresent(probe -> terminal.line(Hint.text("restore it: ").then(command.apply(probe.point()))));
        }
        new FindingText(terminal).print(report.id(), report.findings());
    }

    private static void row(Table table, Probe probe) {
        table.row(
                probe.holds() ? Cell.of("holds") : Cell.of("does not hold").in(Colour.BAD),
                Cell.of(Wording.time(probe.point().time())),
                Cell.of(probe.point().position().toString()),
                Cell.of(probe.value()));
    }
}
