package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import java.nio.file.Path;
import java.util.List;

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

    /** Prints a report after a preview, which has printed the path. */
    void printAfterPreview(RestoreReport report) {
        print(report, report.outcome().reason(), "");
    }

    private void print(RestoreReport report, Hint reason) {
        print(report, reason, " to " + report.run().output());
    }

    private void print(RestoreReport report, Hint reason, String destination) {
        String outcome = Wording.word(report.word());
        terminal.paintedLine(terminal.painted(Colour.of(report.word()), outcome) + " "
                + Wording.harmless(report.id() + destination));
        if (!reason.isEmpty()) {
            terminal.line(Hint.text("  ").then(without(report.run().output(), reason)));
        }
        if (changedNothing(report.outcome())) {
            terminal.line("  nothing was changed");
        }
        report.run().movedAside().ifPresent(aside -> terminal.line("  moved aside     " + aside));
        report.restored().ifPresent(restored -> new DrillText(terminal).print(restored));
        terminal.line("  time            " + Wording.seconds(report.run().seconds()));
        new FindingText(terminal).print(report.id(), report.findings(), reason);
    }

    /** Returns a reason without the path at its beginning, for a place where the path was printed before. */
    static Hint without(Path output, Hint reason) {
        List<Hint> parts = reason.parts();
        String prefix = output + ": ";
        if (parts.isEmpty()
                || !(parts.get(0) instanceof Hint.Text first && first.words().startsWith(prefix))) {
            return reason;
        }
        Hint rest = Hint.text(((Hint.Text) parts.get(0)).words().substring(prefix.length()));
        return parts.stream().skip(1).reduce(rest, Hint::then);
    }

    private static boolean changedNothing(RestoreOutcome outcome) {
        return switch (outcome.kind()) {
            case RESTORED, RESTORED_WITH_PROBLEMS, FAILED_AFTER_CHANGE -> false;
            case REFUSED, FAILED, INCONCLUSIVE, NOT_NEEDED ->
                ((RestoreOutcome.Unwritten) outcome).effect() == RestoreOutcome.Effect.NOTHING;
        };
    }
}
