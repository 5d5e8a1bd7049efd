package io.litedrill.cli;

import io.litedrill.check.Severity;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.OutcomeWord;

/** The colours of a terminal, by the meaning of a word. */
enum Colour {
    /** Sound. */
    GOOD("32"),
    /** A problem to repair. */
    ATTENTION("33"),
    /** Data would be lost. */
    BAD("31"),
    /** Unknown. */
    UNKNOWN("35"),
    /** A heading. */
    HEADING("1"),
    /** No colour. */
    PLAIN("");

    private static final String END = "\u001b[0m";
    private final String code;

    Colour(String code) {
        this.code = code;
    }

    static Colour of(Verdict verdict) {
        return switch (verdict) {
            case OK -> GOOD;
            case WARNING -> ATTENTION;
            case UNKNOWN -> UNKNOWN;
            case CRITICAL -> BAD;
        };
    }

    static Colour of(Severity severity) {
        return severity == Severity.NOTE ? PLAIN : of(severity.verdict());
    }

    static Colour of(DrillResult.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> GOOD;
            case FAILED -> BAD;
            case INCONCLUSIVE -> UNKNOWN;
        };
    }

    static Colour of(OutcomeWord outcome) {
        return switch (outcome) {
            case RESTORED -> GOOD;
            case REFUSED -> ATTENTION;
            case FAILED -> BAD;
            case INCONCLUSIVE -> UNKNOWN;
            case NOT_NEEDED -> PLAIN;
        };
    }

    /** Returns a text between the codes of this colour. */
    String paint(String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + END;
    }
}
