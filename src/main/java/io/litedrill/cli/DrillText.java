package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;
import io.litedrill.drill.Source;

/** Prints drills and their results for people. */
final class DrillText {
    private final Terminal terminal;

    DrillText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(DrillResult result) {
        String outcome = Wording.word(result.outcome());
        terminal.paintedLine(
                terminal.painted(Colour.of(result.outcome()), outcome) + " " + Wording.harmless("" + result.id()));
        result.restored().ifPresent(this::print);
        DrillResult.Run run = result.run();
        run.fullBecause().ifPresent(reason -> terminal.line("  full drill      because " + reason));
        terminal.line("  read            " + Wording.bytes(run.cost().bytesRead()) + " in "
                + Wording.count(run.cost().requests(), "request"));
        terminal.line("  time            plan " + Wording.seconds(run.phases().plan()) + ", restore "
                + Wording.seconds(run.phases().restore()) + ", verify "
                + Wording.seconds(run.phases().verify()));
        new FindingText(terminal).print(result.id(), result.findings());
    }

    /** Prints the restored recovery point, its size, and each test. */
    void print(Restored restored) {
        new RequestText(terminal, "  ").print(restored.request(), restored.point());
        restored.fallback().ifPresent(this::print);
        terminal.line("  database        " + Wording.bytes(restored.databaseBytes())
                + (restored.userVersion().isPresent()
                        ? ", user_version " + restored.userVersion().getAsLong()
                        : ""));
        if (restored.source() == Source.PROVED_COPY) {
            terminal.line("  source          proved copy on this machine, and newer files of the replica");
        }
        restored.checks()
                .forEach(check -> terminal.line(Hint.text("  test            " + check.name() + ": "
                                + Wording.word(check.result()) + " (" + Wording.seconds(check.seconds()) + ")"
                                + (check.details().items().isEmpty() ? "" : ": "))
                        .then(new Hint.Listing(check.details()))));
    }

    private void print(Fallback fallback) {
        terminal.line("  wanted          " + Wording.point(fallback.wanted()));
        terminal.line("  lost            " + Wording.distance(fallback.lost()) + " of changes, between the two");
        if (!fallback.proved()) {
            terminal.line("                  not proved: found by trial, so compare its rows before you use it");
        }
    }
}
