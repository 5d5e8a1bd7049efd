package io.litedrill.schedule;

import java.time.Instant;

/** Holds when the regular runs of one kind are due. */
interface DueTimes {
    /** Sets the regular trigger of a job, replacing its current one. A time in the past fires at once. */
    void at(Instant time, String key);

    /** Removes the regular trigger of a job, if any. A requested run remains. */
    void cancel(String key);

    /** Returns whether the time of the regular trigger of a job has come, and it has not fired. */
    boolean isDue(String key, Instant now);
}
