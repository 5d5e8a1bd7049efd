package io.litedrill.check;

/** The weight of a finding. Declared from light to heavy, in the order of {@link Verdict}. */
public enum Severity {
    /** For information. Raises no alert and does not change a verdict. */
    NOTE(Verdict.OK),
    /** The backup restores, but an objective is missed or will be. */
    WARNING(Verdict.WARNING),
    /** The check could not read enough. */
    UNKNOWN(Verdict.UNKNOWN),
    /** Data would be lost. */
    CRITICAL(Verdict.CRITICAL);

    private final Verdict verdict;

    Severity(Verdict verdict) {
        this.verdict = verdict;
    }

    /** Returns the verdict that one finding of this severity causes. */
    public Verdict verdict() {
        return verdict;
    }
}
