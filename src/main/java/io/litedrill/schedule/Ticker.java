package io.litedrill.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
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
import org.quartz.TriggerKey;
import org.quartz.impl.StdSchedulerFactory;

/**
 * Sets alarms, with Quartz. Each alarm goes off once and is then set again: after a sleep of the machine, a database
 * has one overdue alarm instead of hundreds, and its later ones keep their slots.
 */
final class Ticker {
    private final org.quartz.Scheduler quartz;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * Creates a ticker that is stopped until {@link #start}.
     *
     * @param onTick called at each alarm; must return at once, since one thread serves all
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
        // Quartz registers schedulers by name for the whole process: two with one name would be the same scheduler
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
     * Sets the alarm of a job, replacing its current one. A time in the past goes off at once. Does nothing after
     * {@link #close}.
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

    /** Removes the alarm of a job, if any. */
    void cancel(JobKind kind, String database) {
        try {
            quartz.deleteJob(new JobKey(database, kind.name()));
        } catch (SchedulerException e) {
            throw new IllegalStateException(database + ": Quartz keeps an alarm: " + e.getMessage(), e);
        }
    }

    /** Returns whether a job has an alarm that has not gone off although its time has come. */
    boolean isDue(JobKind kind, String database, Instant now) {
        try {
            return Optional.ofNullable(quartz.getTrigger(new TriggerKey(database, kind.name())))
                    .map(Trigger::getNextFireTime)
                    .filter(time -> !time.toInstant().isAfter(now))
                    .isPresent();
        } catch (SchedulerException e) {
            throw new IllegalStateException(database + ": Quartz shows no alarm: " + e.getMessage(), e);
        }
    }

    /** Returns whether alarms go off. */
    boolean isRunning() {
        try {
            return quartz.isStarted() && !quartz.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Stops all alarms; none goes off after this returns. */
    void close() {
        closed.set(true);
        try {
            quartz.shutdown(true);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop: " + e.getMessage(), e);
        }
    }

    /** Receives the calls of Quartz. */
    private record Tick(BiConsumer<JobKind, String> onTick) implements org.quartz.Job {
        @Override
        public void execute(JobExecutionContext context) {
            JobKey key = context.getJobDetail().getKey();
            onTick.accept(JobKind.valueOf(key.getGroup()), key.getName());
        }
    }
}
