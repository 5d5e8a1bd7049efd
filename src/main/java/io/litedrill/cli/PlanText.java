package io.litedrill.cli;

import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestorePlan;

/** Plans as people read them. */
final class PlanText {
    private final Terminal terminal;

    PlanText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(Planning planning) {
        planning.plan().ifPresent(plan -> print(planning, plan));
        if (planning.plan().isEmpty()) {
            terminal.line(planning.look().id() + ": " + planning.reason());
        }
        planning.refused().ifPresent(refused -> print(planning, refused));
        new FindingText(terminal).print(planning.look().id(), planning.findings());
    }

    private void print(Planning planning, RestorePlan plan) {
        if (plan.afterNewest()) {
            terminal.line("The time is after the newest replicated change, so this is the newest state.");
        }
        terminal.line("recovery point  " + Wording.point(plan.point()));
        terminal.line("to read         " + Wording.bytes(plan.bytes()) + " in " + plan.requests() + " requests");
        terminal.line("estimated time  "
                + (planning.estimatedSeconds().isPresent()
                        ? Wording.seconds(planning.estimatedSeconds().getAsDouble())
                        : "not known: no drill has measured it yet"));
        Table table = new Table("FILE", "KIND", "BYTES");
        plan.files().forEach(file -> table.row(plan.replica().nameOf(file), file.kind(), Long.toString(file.bytes())));
        table.print(terminal, cell -> Terminal.Colour.PLAIN);
    }

    private void print(Planning planning, PlanResult.Refused refused) {
        refused.before().ifPresent(point -> terminal.line("before it: " + Wording.point(point)));
        refused.before().ifPresent(point -> terminal.line("  " + planning.restoreCommand(point)));
        refused.after().ifPresent(point -> terminal.line("after it:  " + Wording.point(point)));
        refused.after().ifPresent(point -> terminal.line("  " + planning.restoreCommand(point)));
    }
}
