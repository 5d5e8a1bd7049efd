package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
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
        print(id, findings, "");
    }

    /**
     * Prints findings, one paragraph each.
     *
     * @param known a message that was printed before and is not repeated
     */
    void print(ReplicaId id, List<Finding> findings, String known) {
        for (Finding finding : findings) {
            String severity = Wording.word(finding.severity());
            terminal.paintedLine("");
            terminal.paintedLine(terminal.painted(Colour.of(severity), severity) + " "
                    + Wording.harmless(finding.code().wire() + ": " + id));
            if (!finding.message().equals(known)) {
                terminal.line("  " + text(finding));
            }
            terminal.line("  where: " + finding.where());
            if (!finding.hint().isEmpty()) {
                terminal.line(Hint.text("  next:  ").then(finding.hint()));
            }
        }
    }

    /** Returns the message without the address of the finding, which follows on a line of its own. */
    private static String text(Finding finding) {
        String message = finding.code() == FindingCode.DATABASE_MALFORMED
                ? Complaints.shortened(finding.message())
                : finding.message();
        return finding.where().isEmpty() ? message : message.replace(" (" + finding.where() + ")", "");
    }
}
