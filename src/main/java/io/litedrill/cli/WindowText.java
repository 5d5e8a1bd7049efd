package io.litedrill.cli;

import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Wording;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.ProvedPoints;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Window;
import java.time.Instant;

/** Prints recovery points for people. */
final class WindowText {
    private final Terminal terminal;

    WindowText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(ScanAttempt look, Window window) {
        if (look instanceof ScanAttempt.Seen seen && window.spans().isEmpty()) {
            terminal.line(look.id() + ": "
                    + seen.scan()
                            .timeline()
                            .pendingUntil()
                            .map(WindowText::pending)
                            .orElseGet(() -> nothing(seen)));
        }
        Table table = new Table("", "FROM", "TO", "LAYOUT", "FROM POSITION", "TO POSITION", "LARGEST STEP", "PROVED");
        window.spans().forEach(span -> row(table, span));
        window.gaps().forEach(gap -> row(table, gap));
        if (!window.spans().isEmpty() || !window.gaps().isEmpty()) {
            table.print(terminal, cell -> cell.equals("gap") ? Terminal.Colour.BAD : Terminal.Colour.PLAIN);
        }
    }

    private static String nothing(ScanAttempt.Seen look) {
        return (look.scan().inventory().mayHoldUnreadBackup()
                        ? UnreadableFiles.snapshots(look.scan().inventory())
                                + ". Whether there is a backup is not known"
                        : "no backup: nothing can be restored")
                + ". See why: "
                + look.replica().watched().command(CommandVerb.CHECK).text();
    }

    private static String pending(Instant until) {
        return "the only snapshot is too young to be proved sound. Run this again after " + until;
    }

    private static void row(Table table, Span span) {
        table.row(
                "span",
                Wording.time(span.from().time()),
                Wording.time(span.to().time()),
                Wording.word(span.layout()),
                span.from().position().toString(),
                span.to().position().toString(),
                Wording.distance(span.largestStep()),
                proved(span.proved()));
    }

    private static String proved(ProvedPoints proved) {
        return proved.all()
                ? "all"
                : proved.until()
                        .map(until ->
                                proved.proved() + " of " + proved.points() + " points, until " + Wording.time(until))
                        .orElse("none");
    }

    private static void row(Table table, Gap gap) {
        String kind = gap.isLoss() ? "gap" : "change";
        table.row(
                kind,
                gap.after().map(point -> Wording.time(point.time())).orElse("-"),
                Wording.time(gap.before()),
                "-",
                gap.after().map(point -> point.position().toString()).orElse("-"),
                gap.missing().what(),
                "-",
                "-");
    }
}
