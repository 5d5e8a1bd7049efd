package io.litedrill.schedule;

import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.quartz.DateBuilder;
import org.quartz.JobBuilder;
import org.quartz.JobDetail;
import org.quartz.ObjectAlreadyExistsException;
import org.quartz.Scheduler;
import org.quartz.SchedulerException;
import org.quartz.SimpleScheduleBuilder;
import org.quartz.Trigger;
import org.quartz.TriggerBuilder;
import org.quartz.TriggerKey;
import org.quartz.impl.DirectSchedulerFactory;
import org.quartz.impl.SchedulerRepository;
import org.quartz.simpl.RAMJobStore;
import org.quartz.spi.JobStore;
import org.quartz.spi.ThreadExecutor;

/**
 * Holds a Quartz scheduler for one kind of job. Quartz stores what is due and what waits: in memory, or in a database
 * that several processes share. A job is data, its kind and the name of its database.
 *
 * <p>The regular trigger of a job fires once and is then set to the next slot. So after a sleep of the machine, a
 * database has one overdue run instead of hundreds, and its later ones keep their slots.
 */
final class Triggers implements DueTimes {
    static final String REGULAR = "regular";
    private static final String REQUESTED = "requested";
    private static final String PASSED_ON = "passed on";
    /** The key of a trigger for the time at which the run was due that set it, in milliseconds. */
    private static final String AFTER = "after";

    /** Long enough for another process to fire the trigger first, which searches for new ones after a shorter time. */
    private static final int PASS_ON_SECONDS =
            (int) SharedStore.IDLE.multipliedBy(3).toSeconds();

    private static final int TRIGGERS_AT_ONCE = 1;
    private static final long DEFAULT = -1;

    private final Scheduler quartz;
    private final JobKind kind;
    private final boolean shared;
    private final AtomicLong requests = new AtomicLong();

    /**
     * Creates a scheduler of this process that is stopped until {@link #start}.
     *
     * @param run performs the job of a key, in a thread of {@code places}
     */
    Triggers(JobKind kind, Places places, DatabaseJob.Run run) {
        // Quartz registers schedulers by name for the whole process: two with one name would be the same scheduler
        this(kind, false, run, quartz(new Identity("litedrill-" + UUID.randomUUID()), places, new RAMJobStore()));
    }

    private Triggers(JobKind kind, boolean shared, DatabaseJob.Run run, Scheduler quartz) {
        this.kind = kind;
        this.shared = shared;
        this.quartz = quartz;
        try {
            quartz.setJobFactory((bundle, scheduler) -> new DatabaseJob(run));
        } catch (SchedulerException e) {
            throw failed(e);
        }
    }

    /**
     * Creates a scheduler whose triggers are in a database. Each one fires in one of the processes that use it; a
     * process that dies in a job leaves the job to another one.
     *
     * @param name the name of the scheduler, the same in all these processes
     */
    static Triggers shared(String name, JobKind kind, SharedStore store, Places places, DatabaseJob.Run run) {
        Identity identity = new Identity(name, store.process(), SharedStore.IDLE.toMillis());
        Triggers triggers = new Triggers(kind, true, run, quartz(identity, places, store.jobStore()));
        // otherwise a second scheduler of this name in this process, as in tests, would be the same one
        SchedulerRepository.getInstance().remove(name);
        return triggers;
    }

    /**
     * Names a scheduler.
     *
     * @param idleMillis the time after which it searches for new triggers of other processes, or {@link #DEFAULT}
     */
    private record Identity(String name, String process, long idleMillis) {
        Identity(String name) {
            this(name, name, DEFAULT);
        }
    }

    private static Scheduler quartz(Identity identity, Places places, JobStore store) {
        try {
            DirectSchedulerFactory factory = DirectSchedulerFactory.getInstance();
            factory.createScheduler(
                    identity.name,
                    identity.process,
                    places,
                    new DaemonExecutor(),
                    store,
                    null,
                    null,
                    0,
                    identity.idleMillis,
                    DEFAULT,
                    false,
                    null,
                    TRIGGERS_AT_ONCE,
                    0);
            return factory.getScheduler(identity.name);
        } catch (SchedulerException e) {
            throw failed(e);
        }
    }

    private static IllegalStateException failed(SchedulerException e) {
        return new IllegalStateException("Quartz does not start: " + e.getMessage(), e);
    }

    void start() {
        try {
            quartz.start();
        } catch (SchedulerException e) {
            throw failed(e);
        }
    }

    /** Fires no trigger until {@link #start}. */
    void pause() {
        try {
            quartz.standby();
        } catch (SchedulerException e) {
            throw new IllegalStateException("Quartz does not pause: " + e.getMessage(), e);
        }
    }

    @Override
    public void at(Instant time, String key) {
        add(key, regular(time, key), true);
    }

    /**
     * Sets the regular trigger of a job.
     *
     * @param after when the run was due that sets it
     */
    void at(Instant time, String key, Instant after) {
        add(key, regular(time, key).usingJobData(AFTER, String.valueOf(after.toEpochMilli())), true);
    }

    /** Returns whether a run of a job began that was due after a time: it has set the regular trigger. */
    boolean ranAfter(Instant time, String key) {
        try {
            return Optional.ofNullable(quartz.getTrigger(new TriggerKey(key, REGULAR)))
                    .map(trigger -> trigger.getJobDataMap().getString(AFTER))
                    .filter(after -> Long.parseLong(after) > time.toEpochMilli())
                    .isPresent();
        } catch (SchedulerException e) {
            return false;
        }
    }

    /** Sets the regular trigger of a job that has none. */
    void atIfAbsent(Instant time, String key) {
        add(key, regular(time, key), false);
    }

    /** Sets a trigger of its own for a run that this process cannot do, since another one may set the regular one. */
    void passOn(String key, PassedOn run) {
        add(
                key,
                TriggerBuilder.newTrigger()
                        .withIdentity(key, PASSED_ON)
                        .usingJobData(run.data())
                        .startAt(DateBuilder.futureDate(PASS_ON_SECONDS, DateBuilder.IntervalUnit.SECOND))
                        .withSchedule(
                                SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires()),
                true);
    }

    private TriggerBuilder<?> regular(Instant time, String key) {
        SimpleScheduleBuilder once = SimpleScheduleBuilder.simpleSchedule();
        return TriggerBuilder.newTrigger()
                .withIdentity(key, REGULAR)
                .startAt(Date.from(time))
                // a late trigger fires once either way; in a database, its time also keeps its place in the queue
                .withSchedule(
                        shared
                                ? once.withMisfireHandlingInstructionIgnoreMisfires()
                                : once.withMisfireHandlingInstructionFireNow());
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
                                SimpleScheduleBuilder.simpleSchedule().withMisfireHandlingInstructionIgnoreMisfires()),
                true);
    }

    private void add(String key, TriggerBuilder<?> trigger, boolean replace) {
        JobDetail job = JobBuilder.newJob(DatabaseJob.class)
                .withIdentity(key, kind.name())
                .requestRecovery(shared)
                .build();
        try {
            if (!quartz.isShutdown()) {
                quartz.scheduleJob(job, Set.of(trigger.forJob(job).build()), replace);
            }
        } catch (ObjectAlreadyExistsException another) {
            // another process was faster
        } catch (SchedulerException e) {
            throw new IllegalStateException(key + ": Quartz takes no trigger: " + e.getMessage(), e);
        }
    }

    /** Returns whether the time of a job has come, also for one that another process left; false for a request. */
    static boolean isRegular(Trigger trigger) {
        return !trigger.getKey().getGroup().equals(REQUESTED);
    }

    @Override
    public void cancel(String key) {
        try {
            quartz.unscheduleJob(new TriggerKey(key, REGULAR));
        } catch (SchedulerException e) {
            throw new IllegalStateException(key + ": Quartz keeps a trigger: " + e.getMessage(), e);
        }
    }

    @Override
    public boolean isDue(String key, Instant now) {
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
