package io.litedrill.check;

/**
 * One fact about a replica.
 *
 * @param facts what was found, as named values
 * @param where address of the file, prefix or database, without secrets
 * @param hint the next step; empty if there is no next step
 */
public record Finding(FindingCode code, Severity severity, Facts facts, String where, Hint hint) {
    /** Returns the meaning of the facts, as a sentence. */
    public String message() {
        return facts.text();
    }

    /** Returns the meaning of the facts, as a sentence whose commands each output renders in its own style. */
    public Hint statement() {
        return facts.hint();
    }

    /** Returns this finding with another hint. */
    public Finding with(Hint next) {
        return new Finding(code, severity, facts, where, next);
    }

    /** Returns this finding with other facts. */
    public Finding with(Facts other) {
        return new Finding(code, severity, other, where, hint);
    }
}
