package io.litedrill.cli;

import io.litedrill.app.DrillProof;
import io.litedrill.app.Wording;
import java.time.Instant;
import java.util.Optional;
import java.util.function.BiFunction;

/** Formats the proof by drills as a cell of a table. */
final class ProofText {
    private final Instant now;

    ProofText(Instant now) {
        this.now = now;
    }

    Table.Cell cell(DrillProof proof) {
        if (proof instanceof DrillProof.Drilled drilled) {
            return new Table.Cell(text(drilled, Wording::ago), text(drilled, Wording::briefAgo));
        }
        return Table.Cell.of(proof instanceof DrillProof.Never ? "never" : "unknown");
    }

    private String text(DrillProof.Drilled drilled, BiFunction<Instant, Instant, String> ago) {
        Optional<String> passed = drilled.passed().map(time -> "passed " + ago.apply(time, now));
        return drilled.failed()
                .filter(time -> drilled.isFailing())
                .map(time -> "failed " + ago.apply(time, now))
                .or(() -> passed)
                .orElse("inconclusive");
    }
}
