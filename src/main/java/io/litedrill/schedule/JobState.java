package io.litedrill.schedule;

import java.util.Locale;

/** Where a job stands. The wire form (metric label) is the name in lower case. */
public enum JobState {
    /** Not due yet. */
    WAITING,
    /** Due, but every thread of its kind is busy. */
    QUEUED,
    /** At work. */
    RUNNING,
    /** At work for longer than its limit; was told to stop, and has not stopped yet. */
    OVERRUN;

    /** The form for metric labels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
