package io.litedrill.cli;

import io.litedrill.recover.RestoreReport;

/** Restores as people read them. */
final class RestoreText {
    private final Terminal terminal;

    RestoreText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(RestoreReport report) {
        String outcome = Wording.word(report.ending().outcome());
        terminal.paintedLine(terminal.painted(Wording.colour(outcome), outcome) + " "
                + Terminal.harmless(report.id() + " to " + report.run().output()));
        if (!report.ending().reason().isEmpty()) {
            terminal.line("  " + report.ending().reason());
        }
        if (report.ending().outcome() != RestoreReport.Outcome.RESTORED) {
            if (!report.ending().otherwise()) {
                terminal.line("  nothing was changed");
            }
        }
        report.run().movedAside().ifPresent(aside -> terminal.line("  moved aside     " + aside));
        report.restored().ifPresent(restored -> new DrillText(terminal).print(restored));
        terminal.line("  time            " + Wording.seconds(report.run().seconds()));
        new FindingText(terminal).print(report.id(), report.findings());
    }
}
