package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import java.util.List;

/** Prints findings for people. */
final class FindingText {
    private final Terminal terminal;

    FindingText(Terminal terminal) {
        this.terminal = terminal;
    }

    /** Prints findings, one paragraph each. */
    void print(ReplicaId id, List<Finding> findings) {
        print(id, findings, Hint.none());
    }

    /**
     * Prints findings, one paragraph each.
     *
     * @param known a message that was printed before and is not repeated
     */
    void print(ReplicaId id, List<Finding> findings, Hint known) {
        for (Finding finding : findings) {
            String severity = Wording.word(finding.severity());
            terminal.paintedLine("");
            terminal.paintedLine(terminal.painted(Colour.of(finding.severity()), severity) + " "
                    + Wording.harmless(finding.code().wire() + ": " + id));
            if (!finding.statement().equals(known)) {
                terminal.line(Hint.text("  ").then(finding.statement()));
            }
            terminal.line("  where: " + finding.where());
            if (!finding.hint().isEmpty()) {
                terminal.line(Hint.text("  next:  ").then(finding.hint()));
            }
        }
    }
}
