package io.litedrill.cli;

import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;

/** Drills and what came out of them, as people read them. */
final class DrillText {
    private final Terminal terminal;

    DrillText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(DrillResult result) {
        String outcome = Wording.word(result.outcome());
        terminal.paintedLine(
                terminal.painted(Wording.colour(outcome), outcome) + " " + Terminal.harmless("" + result.id()));
        result.restored().ifPresent(this::print);
        DrillResult.Run run = result.run();
        terminal.line("  read            " + Wording.bytes(run.cost().bytesRead()) + " in "
                + run.cost().requests() + " requests");
        terminal.line("  time            plan " + Wording.seconds(run.phases().plan()) + ", restore "
                + Wording.seconds(run.phases().restore()) + ", verify "
                + Wording.seconds(run.phases().verify()));
        new FindingText(terminal).print(result.id(), result.findings());
    }

    /** What came out: the point, its size, and each test of it. */
    void print(Restored restored) {
        new RequestText(terminal, "  ").print(restored.request(), restored.point());
        restored.fallback().ifPresent(this::print);
        terminal.line("  database        " + Wording.bytes(restored.databaseBytes())
                + (restored.userVersion().isPresent()
                        ? ", user_version " + restored.userVersion().getAsLong()
                        : ""));
        restored.checks()
                .forEach(check -> terminal.line("  test            " + check.name() + ": "
                        + Wording.word(check.result()) + " (" + Wording.seconds(check.seconds()) + ")"
                        + (check.detail().isEmpty() ? "" : ": " + check.detail())));
    }

    private void print(Fallback fallback) {
        terminal.line("  wanted          " + Wording.point(fallback.wanted()));
        terminal.line("  lost            " + Wording.distance(fallback.lost()) + " of changes, between the two");
        if (!fallback.proved()) {
            terminal.line("                  not proved: found by trying, so compare its rows before it is used");
        }
    }
}
