package io.litedrill.cli;

import io.litedrill.app.Diagnosis;
import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import java.util.List;
import java.util.Optional;

/** Prints diagnoses: for people a paragraph for each replica, for a pipe a line for each diagnosis. */
final class DoctorText {
    private static final String MACHINE = "this machine";
    /** The column after the verdict. */
    private static final int LABEL_OF_AREA = 10;

    private final Terminal terminal;

    DoctorText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(List<Diagnosis> diagnoses) {
        Optional<String> last = Optional.empty();
        for (Diagnosis diagnosis : diagnoses) {
            String subject = diagnosis.id().map(ReplicaId::toString).orElse(MACHINE);
            if (terminal.tables()) {
                if (!last.equals(Optional.of(subject))) {
                    terminal.paintedLine("");
                    terminal.paintedLine(terminal.painted(Colour.HEADING, Wording.harmless(subject)));
                    last = Optional.of(subject);
                }
                paragraph(diagnosis);
            } else {
                String fields = String.join(
                        "\t",
                        subject,
                        Wording.word(diagnosis.verdict()),
                        diagnosis.area().wire(),
                        diagnosis.message());
                terminal.line(Hint.text(fields + "\t").then(diagnosis.next()));
            }
        }
        terminal.line(summary(diagnoses));
    }

    private void paragraph(Diagnosis diagnosis) {
        String verdict = Wording.word(diagnosis.verdict());
        String label =
                String.format("  %-8s  %-14s  ", verdict, diagnosis.area().wire());
        List<String> lines = LineWrap.wrap(label, Wording.harmless(diagnosis.message()), terminal.columns());
        terminal.paintedLine("  " + terminal.painted(Colour.of(diagnosis.verdict()), String.format("%-8s", verdict))
                + lines.get(0).substring(LABEL_OF_AREA));
        lines.stream().skip(1).forEach(terminal::paintedLine);
        if (!diagnosis.next().isEmpty()) {
            terminal.line(Hint.text("            next: ").then(diagnosis.next()));
        }
    }

    private static String summary(List<Diagnosis> diagnoses) {
        long problems = diagnoses.stream()
                .filter(diagnosis -> diagnosis.verdict() != Verdict.OK)
                .count();
        return diagnoses.size() + " examined, " + (problems == 1 ? "1 problem" : problems + " problems");
    }
}
