package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;

/** Prints restores for people. */
final class RestoreText {
    private final Terminal terminal;

    RestoreText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(RestoreReport report) {
        print(report, report.outcome().reason());
    }

    /** Prints a report without its reason, which was printed before. */
    void printWithoutReason(RestoreReport report) {
        print(report, Hint.none());
    }

    private void print(RestoreReport report, Hint reason) {
        String outcome = Wording.word(report.word());
        terminal.paintedLine(terminal.painted(Colour.of(report.word()), outcome) + " "
                + Wording.harmless(report.id() + " to " + report.run().output()));
        if (!reason.isEmpty()) {
            terminal.line(Hint.text("  ").then(reason));
        }
        if (changedNothing(report.outcome())) {
            terminal.line("  nothing was changed");
        }
        report.run().movedAside().ifPresent(aside -> terminal.line("  moved aside     " + aside));
        report.restored().ifPresent(restored -> new DrillText(terminal).print(restored));
        terminal.line("  time            " + Wording.seconds(report.run().seconds()));
        new FindingText(terminal).print(report.id(), report.findings(), reason);
    }

    private static boolean changedNothing(RestoreOutcome outcome) {
        return switch (outcome.kind()) {
            case RESTORED, RESTORED_WITH_PROBLEMS, FAILED_AFTER_CHANGE -> false;
            case REFUSED, FAILED, INCONCLUSIVE, NOT_NEEDED ->
                ((RestoreOutcome.Unwritten) outcome).effect() == RestoreOutcome.Effect.NOTHING;
        };
    }
}
