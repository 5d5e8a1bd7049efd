package io.litedrill.schedule;

/** Performs one piece of work on one database. */
@FunctionalInterface
public interface Job {
    /**
     * Does the work and delivers its result. Runs on its own thread. To stop it, the scheduler interrupts the thread
     * and sets {@code cancellation}; the job must then end soon, by returning or with any exception.
     *
     * @param runId the ID of this run, from {@link RunIds}
     * @throws Exception any exception; it is logged and counted, and does not affect the next run
     */
    void run(String runId, Cancellation cancellation) throws Exception;
}
