package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.cli.Terminal.Colour;
import java.util.List;

/** Prints findings for people. */
final class FindingText {
    private final Terminal terminal;

    FindingText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints findings, one paragraph each. */
    void print(ReplicaId id, List<Finding> findings) {
        for (Finding finding : findings) {
            String severity = Wording.word(finding.severity());
            terminal.paintedLine("");
            terminal.paintedLine(terminal.painted(Colour.of(severity), severity) + " "
                    + Wording.harmless(finding.code().wire() + ": " + id));
            terminal.line("  " + withoutAddress(finding));
            terminal.line("  where: " + finding.where());
            if (!finding.hint().isEmpty()) {
                terminal.line(Hint.text("  next:  ").then(finding.hint()));
            }
        }
    }

    /** Returns the message without the address of the finding, which follows on a line of its own. */
    private static String withoutAddress(Finding finding) {
        return finding.where().isEmpty()
                ? finding.message()
                : finding.message().replace(" (" + finding.where() + ")", "");
    }
}
