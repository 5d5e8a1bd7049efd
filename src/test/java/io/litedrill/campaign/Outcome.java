package io.litedrill.campaign;

/** Outcomes of a case. */
enum Outcome {
    /** The newest state without a finding: the damage has no effect on it. */
    SAME_SILENT("equal, nothing said"),
    /** The newest state, and the damage is reported. */
    SAME_SEEN("equal, damage named"),
    /** The damage is reported, and an earlier state of the application is restored. */
    FELL_BACK("named, fallback sound"),
    /** The damage is reported, and nothing is restored. */
    NOTHING_LEFT("named, nothing handed out"),
    /** The result is reported as not proved: neither a success nor a failure. */
    NOT_PROVED("not proved"),
    /** An earlier state of the application is restored, and nothing is reported. */
    OLDER_UNSEEN("UNDETECTED older"),
    /** A state that never existed is restored, and nothing is reported. */
    WRONG_UNSEEN("UNDETECTED wrong"),
    /** The damage is reported, and the restored state is reported as not proved; it never existed. */
    DOUBTED("named, fallback marked \"not proved\" and not sound"),
    /** Check, drill and restore report nothing; another detector of a daemon does. */
    SEEN_OTHERWISE("only seen by scrub, memory, live or rows"),
    /** Something is reported, and a state that never existed is restored as sound. */
    WRONG_FALLBACK("named, fallback NOT sound"),
    /** Check, drill or restore failed with an internal error. */
    CRASHED("crashed");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Returns whether the outcome misleads the user. */
    boolean isUndetected() {
        return this == OLDER_UNSEEN || this == WRONG_UNSEEN;
    }

    /** Returns whether the campaign fails for it. */
    boolean isBad() {
        return isUndetected() || this == WRONG_FALLBACK || this == CRASHED;
    }
}
