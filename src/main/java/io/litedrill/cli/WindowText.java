package io.litedrill.cli;

import io.litedrill.app.ScanAttempt;
import io.litedrill.app.Wording;
import io.litedrill.check.CommandVerb;
import io.litedrill.check.Hint;
import io.litedrill.check.UnreadableFiles;
import io.litedrill.cli.Table.Cell;
import io.litedrill.cli.Table.Column;
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
            terminal.line(Hint.text(look.id() + ": ")
                    .then(seen.scan()
                            .timeline()
                            .pendingUntil()
                            .map(WindowText::pending)
                            .orElseGet(() -> nothing(seen))));
        }
        Table table = new Table(
                Column.of(""),
                Column.of("FROM"),
                Column.of("TO"),
                new Column("LAYOUT", 2),
                new Column("FROM POSITION", 4),
                new Column("TO POSITION", 3),
                new Column("LARGEST STEP", 1),
                Column.of("PROVED"));
        window.spans().forEach(span -> row(table, span));
        window.gaps().forEach(gap -> row(table, gap));
        table.print(terminal);
        if (terminal.tables()) {
            window.gaps().forEach(this::missing);
        }
    }

    /** Prints what a gap lacks, which a narrow table leaves out. */
    private void missing(Gap gap) {
        terminal.line((gap.isLoss() ? "gap" : "change") + " before " + Wording.time(gap.before()) + ": "
                + gap.missing().what());
    }

    private static Hint nothing(ScanAttempt.Seen look) {
        String what = look.scan().inventory().mayHoldUnreadBackup()
                ? UnreadableFiles.snapshots(look.scan().inventory()) + ". Whether there is a backup is not known"
                : "no backup: nothing can be restored";
        return Hint.text(what + ". See why: ").then(look.replica().watched().command(CommandVerb.CHECK));
    }

    private static Hint pending(Instant until) {
        return Hint.text("the only snapshot is too young to be proved sound. Run this again after " + until);
    }

    private static void row(Table table, Span span) {
        table.row(
                Cell.of("span"),
                Cell.of(Wording.time(span.from().time())),
                Cell.of(Wording.time(span.to().time())),
                Cell.of(Wording.word(span.layout())),
                Cell.of(span.from().position().toString()),
                Cell.of(span.to().position().toString()),
                Cell.of(Wording.distance(span.largestStep())),
                span.trusted() ? proved(span.proved()) : Cell.of("not trusted"));
    }

    private static Cell proved(ProvedPoints proved) {
        if (proved.all()) {
            return Cell.of("all");
        }
        return proved.until()
                .map(until -> new Cell(
                        proved.proved() + " of " + proved.points() + " points, until " + Wording.time(until),
                        proved.proved() + " of " + proved.points()))
                .orElse(Cell.of("none"));
    }

    private static void row(Table table, Gap gap) {
        Cell none = Cell.of("-");
        table.row(
                gap.isLoss() ? Cell.of("gap").in(Colour.BAD) : Cell.of("change"),
                gap.after().map(point -> Cell.of(Wording.time(point.time()))).orElse(none),
                Cell.of(Wording.time(gap.before())),
                none,
                gap.after().map(point -> Cell.of(point.position().toString())).orElse(none),
                Cell.of(gap.missing().what()),
                none,
                none);
    }
}
