package io.litedrill.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.Properties;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiConsumer;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.JobExecutionContext;
import org.quartz.JobKey;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.impl.StdSchedulerFactory;

/**
 * The alarm clock, by Quartz. Every alarm goes off once and the next is set when it does: after a sleep of the machine a database
 * has one alarm to catch up with and not a hundred, and its later ones keep to their slots.
 */
final class Ticker {
    private final org.quartz.Scheduler quartz;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Makes a clock that stands still until {@link #start}.
     *
     * @param onTick what happens at each alarm; returns at once, since one thread serves all
     */
    Ticker(BiConsumer<JobKind, String> onTick) {
        try {
            quartz = new StdSchedulerFactory(properties()).getScheduler();
            quartz.setJobFactory((bundle, scheduler) -> new Tick(onTick));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
    }

    private static Properties properties() {
        Properties properties = new Properties();
        // Quartz keeps schedulers by name for the whole process: one of the same name would be the same one
        properties.setProperty("org.quartz.scheduler.instanceName", "litedrill-" + UUID.randomUUID());
        properties.setProperty("org.quartz.scheduler.skipUpdateCheck", "true");
        properties.setProperty("org.quartz.scheduler.makeSchedulerThreadDaemon", "true");
        properties.setProperty("org.quartz.jobStore.class", "org.quartz.simpl.RAMJobStore");
        properties.setProperty("org.quartz.threadPool.class", "org.quartz.simpl.SimpleThreadPool");
        properties.setProperty("org.quartz.threadPool.threadCount", "1");
        properties.setProperty("org.quartz.threadPool.makeThreadsDaemons", "true");
        return properties;
    }

    void start() {
        try {
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
    }

    /**
     * Sets the alarm of a job, in place of the one that it has; a time that is past goes off at once. After {@link #close}, none is
     * set.
     */
    void at(Instant time, JobKind kind, String database) {
        JobDetail job = JobBuilder.newJob(Tick.class)
                .withIdentity(new JobKey(database, kind.name()))
                .storeDurably()
                .build();
        Trigger once = TriggerBuilder.newTrigger()
                .forJob(job)
                .withIdentity(database, kind.name())
                .startAt(Date.from(time))
                .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow())
                .build();
        try {
            quartz.scheduleJob(job, Set.of(once), true);
        } catch (SchedulerException e) {
            if (closed.get()) {
                return;
            }
            throw new IllegalStateException(database + ": Quartz takes no alarm: " + e.getMessage(), e);
        }
    }

    /** Removes the alarm of a job; none is no error. */
    void cancel(JobKind kind, String database) {
        try {
            quartz.deleteJob(new JobKey(database, kind.name()));
        } catch (SchedulerException e) {
            throw new IllegalStateException(database + ": Quartz keeps an alarm: " + e.getMessage(), e);
        }
    }

    /** Whether alarms go off. */
    boolean isRunning() {
        try {
            return quartz.isStarted() && !quartz.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** No alarm goes off any more once this returns. */
    void close() {
        closed.set(true);
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop: " + e.getMessage(), e);
        }
    }

    /** What Quartz calls. */
    private record Tick(BiConsumer<JobKind, String> onTick) implements org.quartz.Job {
        @Override
        public void execute(JobExecutionContext context) {
            JobKey key = context.getJobDetail().getKey();
            onTick.accept(JobKind.valueOf(key.getGroup()), key.getName());
        }
    }
}
