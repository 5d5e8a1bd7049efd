package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.drill.ScrubResult;

/** Prints scrubs for people. */
final class ScrubText {
    private final Terminal terminal;

    ScrubText(Terminal terminal) {
        this.terminal = terminal;
    }

    void print(ScrubResult result) {
        String verdict = Wording.word(result.verdict());
        terminal.paintedLine(
                terminal.painted(Colour.of(result.verdict()), verdict) + " " + Wording.harmless("" + result.id()));
        ScrubResult.Run run = result.run();
        terminal.line("  verified        " + Wording.count(result.files(), "file") + ", "
                + Wording.bytes(run.cost().bytesRead()) + " read in "
                + Wording.count(run.cost().requests(), "request") + ", " + Wording.seconds(run.seconds()));
        terminal.line("  compared        " + compared(result.proofs()));
        new FindingText(terminal).print(result.id(), result.findings());
    }

    /** Describes the comparison. Files that were not compared are not proved, and are listed as such. */
    private static String compared(ScrubResult.Proofs proofs) {
        if (proofs.equals(ScrubResult.Proofs.NONE)) {
            return "nothing: no two ways lead to one position, so only the files themselves are proved";
        }
        return Wording.count(proofs.agreed(), "pair") + " agreed, " + proofs.known() + " were known to agree, "
                + proofs.disagreed() + " disagreed, " + proofs.open() + " could not be compared yet";
    }
}
