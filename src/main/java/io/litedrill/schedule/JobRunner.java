package io.litedrill.schedule;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Performs the jobs of a lane, and reports those that fail or hang. */
final class JobRunner {
    private static final Logger LOG = LoggerFactory.getLogger(JobRunner.class);

    private final RunListener listener;
    private final AtomicLong failures = new AtomicLong();

    JobRunner(RunListener listener) {
        this.listener = listener;
    }

    /** Performs the job of a run in this thread. Does not throw. */
    RunEnd perform(Run run) {
        try {
            run.job.run(run.ticket.id(), run.cancellation);
            return run.cancellation.cancelled() ? RunEnd.STOPPED : RunEnd.DONE;
        } catch (Throwable e) {
            if (run.cancellation.cancelled()) {
                LOG.info("{} stopped on request", run);
                return RunEnd.STOPPED;
            }
            failures.incrementAndGet();
            LOG.error(
                    "{} ended with an internal error, which is not a finding about the backup; other jobs continue",
                    run,
                    e);
            tell(() -> listener.failed(run.handle(false), e));
            return RunEnd.FAILED;
        }
    }

    /** Reports a run that exceeded its limit and was signalled to stop. */
    void overran(Run run, Duration limit) {
        LOG.warn("{} exceeded its limit of {} and was signalled to stop; other jobs continue", run, limit);
        tell(() -> {
            if (!run.cancellation.superseded()) {
                listener.overran(run.handle(false), limit);
            }
        });
    }

    /** Returns the number of jobs that threw an exception. */
    long failures() {
        return failures.get();
    }

    private static void tell(Runnable call) {
        try {
            call.run();
        } catch (Throwable e) {
            LOG.error("the listener of the scheduler failed", e);
        }
    }
}
