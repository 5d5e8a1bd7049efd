package io.litedrill.schedule;

/** Defines how a run ended for the scheduler. The job itself delivers its result. */
public enum RunEnd {
    /** The job returned normally. */
    DONE,
    /** The job threw an exception. */
    FAILED,
    /** The job was stopped by its time limit or by the end of the daemon, or was never started for that reason. */
    STOPPED
}
