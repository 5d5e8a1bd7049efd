package io.litedrill.cli;

import io.litedrill.app.DrillProof;
import io.litedrill.app.Wording;
import io.litedrill.cli.Table.Cell;
import java.time.Instant;

/** Formats the proof by drills as a cell of a table. */
final class ProofText {
    private final Instant now;

    ProofText(Instant now) {
        this.now = now;
    }

    Cell cell(DrillProof proof) {
        if (proof instanceof DrillProof.Drilled drilled) {
            return cell(drilled);
        }
        return proof instanceof DrillProof.Never
                ? Cell.of("never").in(Colour.ATTENTION)
                : Cell.of("unknown").in(Colour.UNKNOWN);
    }

    private Cell cell(DrillProof.Drilled drilled) {
        return drilled.failed()
                .filter(time -> drilled.isFailing())
                .map(time -> since("failed ", time).in(Colour.BAD))
                .or(() -> drilled.passed().map(time -> since("passed ", time).in(Colour.GOOD)))
                .orElse(Cell.of("inconclusive").in(Colour.UNKNOWN));
    }

    private Cell since(String outcome, Instant time) {
        return new Cell(outcome + Wording.ago(time, now), outcome + Wording.briefAgo(time, now));
    }
}
