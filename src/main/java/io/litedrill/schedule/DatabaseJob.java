package io.litedrill.schedule;

import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobExecutionContext;

/**
 * The job that Quartz runs: of one database, one at a time. A database shared by several processes contains the name of
 * this class.
 */
@DisallowConcurrentExecution
final class DatabaseJob implements Job {
    private final Run run;

    /** Performs a job. */
    interface Run {
        /** Performs the job of a key. Does not throw. */
        void of(Firing firing);
    }

    /**
     * Describes a job whose trigger fired.
     *
     * @param key the name of the database, or the run ID of a restore
     * @param regular whether its time has come; otherwise it was requested
     * @param scheduler the name of the scheduler
     * @param id the ID that Quartz gave this firing
     */
    record Firing(String key, boolean regular, String scheduler, String id) {}

    DatabaseJob(Run run) {
        this.run = run;
    }

    @Override
    public void execute(JobExecutionContext context) {
        run.of(new Firing(
                context.getJobDetail().getKey().getName(),
                Triggers.isRegular(context.getTrigger()),
                context.getJobDetail().getKey().getGroup(),
                context.getFireInstanceId()));
    }
}
