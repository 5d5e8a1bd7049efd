package io.litedrill.check;

/** How much a finding weighs. Declared from light to heavy, in the order of {@link Verdict}. */
public enum Severity {
    /** Worth recording. It raises no alert and does not change a verdict. */
    NOTE(Verdict.OK),
    /** The backup restores, but a promise is broken or will be. */
    WARNING(Verdict.WARNING),
    /** Could not look. */
    UNKNOWN(Verdict.UNKNOWN),
    /** Data would be lost. */
    CRITICAL(Verdict.CRITICAL);

    private final Verdict verdict;

    Severity(Verdict verdict) {
        this.verdict = verdict;
    }

    /** The verdict that one finding of this severity makes. */
    public Verdict verdict() {
        return verdict;
    }
}
