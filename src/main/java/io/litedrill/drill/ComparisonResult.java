package io.litedrill.drill;

import io.litedrill.check.Finding;
import io.litedrill.text.PlainText;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import java.util.List;

/** Holds the result of comparing a restored database with another state of it. */
record ComparisonResult(CheckOutcome outcome, List<Finding> findings) {
    private static final int MOST_CHARACTERS = 2000;

    ComparisonResult {
        findings = List.copyOf(findings);
    }

    static ComparisonResult of(
            CheckKind kind, CheckOutcome.Result result, String detail, long start, List<Finding> findings) {
        return new ComparisonResult(
                new CheckOutcome(kind, result, harmless(detail), (System.nanoTime() - start) / 1e9), findings);
    }

    /**
     * Replaces control characters and limits the length. Table names come from the database and appear on terminals and
     * in logs.
     */
    static String harmless(String text) {
        String clean = PlainText.line(text).strip();
        return clean.length() <= MOST_CHARACTERS ? clean : clean.substring(0, MOST_CHARACTERS) + " ...";
    }
}
