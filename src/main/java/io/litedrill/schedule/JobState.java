package io.litedrill.schedule;

import java.util.Locale;

/** Defines the states of a job. The wire form (metric label) is the name in lower case. */
public enum JobState {
    /** Not due yet. */
    WAITING,
    /** Due, but every thread of its kind is busy, or the cluster has its limit of drills. */
    QUEUED,
    /** Running. */
    RUNNING,
    /** Running beyond its time limit; a request to stop was sent, but the job has not ended. */
    OVERRUN;

    /** Returns the form for metric labels. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }
}
