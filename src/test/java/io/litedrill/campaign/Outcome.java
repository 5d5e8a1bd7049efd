package io.litedrill.campaign;

/** What became of a case. */
enum Outcome {
    /** The newest state, and no finding: the damage has no effect on it. */
    SAME_SILENT("equal, nothing said"),
    /** The newest state, and the damage is named. */
    SAME_SEEN("equal, damage named"),
    /** The damage is named, and an earlier state that the application had came out. */
    FELL_BACK("named, fallback sound"),
    /** The damage is named, and nothing was restored. */
    NOTHING_LEFT("named, nothing handed out"),
    /** Not proved either way, and said so: neither a success nor a failure. */
    NOT_PROVED("not proved"),
    /** An earlier state that the application had came out, and nothing was said. */
    OLDER_UNSEEN("UNDETECTED older"),
    /** A state that the application never had came out, and nothing was said. */
    WRONG_UNSEEN("UNDETECTED wrong"),
    /** The damage is named, and what came out is said to be not proved; it is a state that the application never had. */
    DOUBTED("named, fallback marked \"not proved\" and not sound"),
    /** Nothing is said by check, drill and restore; another way to look, which a daemon has, says it. */
    SEEN_OTHERWISE("only seen by scrub, memory, live or rows"),
    /** Something was said, and a state came out as sound that the application never had. */
    WRONG_FALLBACK("named, fallback NOT sound"),
    /** Check, drill or restore failed by a mistake of their own. */
    CRASHED("crashed");

    private final String label;

    Outcome(String label) {
        this.label = label;
    }

    String label() {
        return label;
    }

    /** Whether somebody was misled. */
    boolean isUndetected() {
        return this == OLDER_UNSEEN || this == WRONG_UNSEEN;
    }

    /** Whether the campaign fails for it. */
    boolean isBad() {
        return isUndetected() || this == WRONG_FALLBACK || this == CRASHED;
    }
}
