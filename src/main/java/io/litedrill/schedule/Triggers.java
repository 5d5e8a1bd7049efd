package io.litedrill.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.simpl.RAMJobStore;
import org.quartz.spi.ThreadExecutor;

/**
 * Holds the Quartz scheduler of one kind of job. Quartz stores what is due and what waits. A job is data, its kind and
 * the name of its database, so the store of the jobs could be one that several processes share.
 *
 * <p>The regular trigger of a job fires once and is then set to the next slot. So after a sleep of the machine, a
 * database has one overdue run instead of hundreds, and its later ones keep their slots.
 */
final class Triggers {
    private static final String REGULAR = "regular";
    private static final String REQUESTED = "requested";
    private static final int TRIGGERS_AT_ONCE = 1;
    private static final long DEFAULT = -1;

    private final Scheduler quartz;
    private final JobKind kind;
    private final AtomicLong requests = new AtomicLong();

    /**
     * Creates a scheduler that is stopped until {@link #start}.
     *
     * @param run performs the job of a key, in a thread of {@code places}
     */
    Triggers(JobKind kind, Places places, DatabaseJob.Run run) {
        this.kind = kind;
        // Quartz registers schedulers by name for the whole process: two with one name would be the same scheduler
        String name = "litedrill-" + UUID.randomUUID();
        try {
            DirectSchedulerFactory factory = DirectSchedulerFactory.getInstance();
            factory.createScheduler(
                    name,
                    name,
                    places,
                    new DaemonExecutor(),
                    new RAMJobStore(),
                    null,
                    null,
                    0,
                    DEFAULT,
                    DEFAULT,
                    false,
                    null,
                    TRIGGERS_AT_ONCE,
                    0);
            quartz = factory.getScheduler(name);
            quartz.setJobFactory((bundle, scheduler) -> new DatabaseJob(run));
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
    }

    void start() {
        try {
            quartz.start();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
        }
    }

    /** Sets the regular trigger of a job, replacing its current one. A time in the past fires at once. */
    void at(Instant time, String key) {
        add(
                key,
                TriggerBuilder.newTrigger()
                        .withIdentity(key, REGULAR)
                        .startAt(Date.from(time))
                        .withSchedule(SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionFireNow()));
    }

    /**
     * Sets the trigger of a requested run, before all regular ones.
     *
     * @param urgent whether it also precedes the earlier requests; otherwise it follows them
     */
    void now(String key, boolean urgent) {
        long number = requests.incrementAndGet();
        add(
                key,
                TriggerBuilder.newTrigger()
                        .withIdentity(key, REQUESTED)
                        // Quartz fires the oldest time first
                        .startAt(Date.from(Instant.ofEpochMilli(urgent ? -number : number)))
                        .withSchedule(
                                SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires()));
    }

    private void add(String key, TriggerBuilder<?> trigger) {
        JobDetail job = JobBuilder.newJob(DatabaseJob.class)
                .withIdentity(key, kind.name())
                .build();
        try {
            if (!quartz.isShutdown()) {
                quartz.scheduleJob(job, Set.of(trigger.forJob(job).build()), true);
            }
        } catch (SchedulerException e) {
            throw new IllegalStateException(key + ": Quartz takes no trigger: " + e.getMessage(), e);
        }
    }

    static boolean isRegular(Trigger trigger) {
        return trigger.getKey().getGroup().equals(REGULAR);
    }

    /** Removes the regular trigger of a job, if any. A requested run remains. */
    void cancel(String key) {
        try {
            quartz.unscheduleJob(new TriggerKey(key, REGULAR));
        } catch (SchedulerException e) {
            throw new IllegalStateException(key + ": Quartz keeps a trigger: " + e.getMessage(), e);
        }
    }

    /** Returns whether the time of the regular trigger of a job has come, and it has not fired. */
    boolean isDue(String key, Instant now) {
        try {
            return Optional.ofNullable(quartz.getTrigger(new TriggerKey(key, REGULAR)))
                    .map(Trigger::getNextFireTime)
                    .filter(time -> !time.toInstant().isAfter(now))
                    .isPresent();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Returns whether due jobs are run. */
    boolean isRunning() {
        try {
            return quartz.isStarted() && !quartz.isShutdown();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Fires no trigger any more. Does not wait for jobs. */
    void close() {
        try {
            quartz.shutdown(false);
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not stop: " + e.getMessage(), e);
        }
    }

    /** Starts the thread of Quartz as a daemon thread. */
    private static final class DaemonExecutor implements ThreadExecutor {
        @Override
        public void execute(Thread thread) {
            thread.setDaemon(true);
            thread.start();
        }

        @Override
        public void initialize() {
            // nothing to prepare
        }
    }
}
