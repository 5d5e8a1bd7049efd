package io.litedrill.schedule;

/** One piece of work on one database. */
@FunctionalInterface
public interface Job {
    /**
     * Does the work and hands its result on itself. Runs on a thread of its own; told to stop, the thread is interrupted
     * and {@code cancellation} says so, and the job must return soon, with whatever it throws.
     *
     * @param runId the id of this run, as given by {@link RunIds}
     * @throws Exception anything; it is logged and counted, and the next run comes as if nothing had happened
     */
    void run(String runId, Cancellation cancellation) throws Exception;
}
