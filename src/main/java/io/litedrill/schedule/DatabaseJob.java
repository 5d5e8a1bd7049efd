package io.litedrill.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/** The job that Quartz runs: of one database, one at a time. */
@DisallowConcurrentExecution
final class DatabaseJob implements Job {
    private final Run run;

    /** Performs a job. */
    interface Run {
        /**
         * Performs the job of a key. Does not throw.
         *
         * @param key the name of the database, or the run ID of a restore
         * @param regular whether its time has come; otherwise it was requested
         */
        void of(String key, boolean regular);
    }

    DatabaseJob(Run run) {
        this.run = run;
    }

    @Override
    public void execute(JobExecutionContext context) {
        run.of(context.getJobDetail().getKey().getName(), Triggers.isRegular(context.getTrigger()));
    }
}
