package io.litedrill.schedule;

import java.time.Instant;
import java.util.Set;
import org.quartz.DisallowConcurrentExecution;
import org.quartz.Job;
import org.quartz.JobDataMap;
import org.quartz.JobExecutionContext;
import org.quartz.Scheduler;

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
     * @param slot when it was due
     */
    record Firing(String key, boolean regular, String scheduler, String id, Slot slot) {}

    /**
     * Describes when a run was due.
     *
     * @param time the scheduled time, of the lost run for a repetition
     * @param repeated whether the run was lost with its process, or left to another one, so that a later one may have
     *     begun
     * @param declined the processes that left it to another one, since they do not have the database
     */
    record Slot(Instant time, boolean repeated, Set<String> declined) {}

    DatabaseJob(Run run) {
        this.run = run;
    }

    @Override
    public void execute(JobExecutionContext context) {
        run.of(new Firing(
                context.getJobDetail().getKey().getName(),
                Triggers.isRegular(context.getTrigger()),
                context.getJobDetail().getKey().getGroup(),
                context.getFireInstanceId(),
                slot(context)));
    }

    private static Slot slot(JobExecutionContext context) {
        JobDataMap data = context.getTrigger().getJobDataMap();
        if (!context.isRecovering()) {
            return PassedOn.of(data)
                    .map(passed -> new Slot(passed.due(), true, passed.declined()))
                    .orElseGet(() -> new Slot(context.getScheduledFireTime().toInstant(), false, Set.of()));
        }
        String time = data.getString(Scheduler.FAILED_JOB_ORIGINAL_TRIGGER_SCHEDULED_FIRETIME_IN_MILLISECONDS);
        return new Slot(Instant.ofEpochMilli(Long.parseLong(time)), true, Set.of());
    }
}
