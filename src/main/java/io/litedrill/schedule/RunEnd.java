package io.litedrill.schedule;

/** How a run ended, as the scheduler sees it; what it found is the job's own business. */
public enum RunEnd {
    /** The job returned. */
    DONE,
    /** The job threw. */
    FAILED,
    /** The job was told to stop, by its limit or by the end of the daemon, or never began because of it. */
    STOPPED
}
