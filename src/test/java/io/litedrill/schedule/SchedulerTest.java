package io.litedrill.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class SchedulerTest {
    private static final Job NOTHING = (id, cancellation) -> {};
    private static final Duration SHORT = Duration.ofMillis(40);
    private static final Timing QUICK = new Timing(new Cadence.Every(SHORT), new Cadence.Every(SHORT));
    private static final Timing ON_DEMAND = new Timing(new Cadence.Every(Duration.ofDays(365)), new Cadence.Never());

    private final LinkedBlockingQueue<String> told = new LinkedBlockingQueue<>();
    private final RunListener listener = new RunListener() {
        @Override
        public void overran(RunHandle run, Duration limit) {
            told.add(run.database() + " overran " + limit);
        }

        @Override
        public void failed(RunHandle run, Throwable cause) {
            told.add(run.database() + " failed: " + cause.getMessage());
            throw new IllegalStateException("a listener that fails");
        }
    };
    private final CountDownLatch gate = new CountDownLatch(1);
    private Scheduler scheduler = scheduler(1, Duration.ofMinutes(1));

    @AfterEach
    void close() {
        gate.countDown();
        scheduler.close(Duration.ofSeconds(10));
    }

    private Scheduler scheduler(int parallelDrills, Duration checkLimit) {
        SchedulerSettings settings =
                new SchedulerSettings(2, parallelDrills, checkLimit, Duration.ofMinutes(1), Duration.ofMillis(1));
        return new Scheduler(settings, InstantSource.system(), listener);
    }

    private void use(Scheduler other) {
        scheduler.close(Duration.ZERO);
        scheduler = other;
    }

    @Test
    void checksAndDrillsComeAgainAndAgain() {
        AtomicInteger checks = new AtomicInteger();
        AtomicInteger drills = new AtomicInteger();

        scheduler.start(List.of(watch("app", counting(checks), counting(drills), QUICK)));

        await().untilAsserted(() -> {
            assertThat(checks).hasValueGreaterThan(3);
            assertThat(drills).hasValueGreaterThan(3);
        });
    }

    @Test
    void neverTwoOfOneKindAndDatabaseAtOnce() {
        Overlap overlap = new Overlap();
        use(scheduler(3, Duration.ofMinutes(1)));
        scheduler.start(List.of(
                watch("a", overlap.job("a check"), overlap.job("a drill"), QUICK),
                watch("b", overlap.job("b check"), overlap.job("b drill"), QUICK)));

        await().until(() -> {
            scheduler.runCheckNow("a");
            scheduler.runDrillNow("b");
            return overlap.runs.get() > 40;
        });

        assertThat(overlap.seen).isFalse();
    }

    @Test
    void oneDrillAtATimeByDefault() {
        Overlap overlap = new Overlap();
        scheduler.start(List.of(
                watch("a", NOTHING, overlap.job("any"), QUICK),
                watch("b", NOTHING, overlap.job("any"), QUICK),
                watch("c", NOTHING, overlap.job("any"), QUICK)));

        await().until(() -> overlap.runs.get() > 15);

        assertThat(overlap.seen).isFalse();
    }

    @Test
    void aCheckGoesOnBesideALongDrill() {
        AtomicInteger checks = new AtomicInteger();
        scheduler.start(List.of(watch("app", counting(checks), this::untilGate, QUICK)));

        awaitState("app", JobKind.DRILL, JobState.RUNNING);
        int before = checks.get();

        await().until(() -> checks.get() > before + 2);
        assertThat(ofKind(JobKind.DRILL)).hasSize(1);
    }

    @Test
    void runNowTwiceIsOneRun() {
        scheduler.start(List.of(watch("app", NOTHING, this::untilGate, ON_DEMAND)));

        RunHandle first = scheduler.runDrillNow("app").orElseThrow();
        RunHandle second = scheduler.runDrillNow("app").orElseThrow();
        assertThat(first.attached()).isFalse();
        assertThat(second.attached()).isTrue();
        assertThat(second.id()).isEqualTo(first.id());

        gate.countDown();
        assertThat(end(second)).isEqualTo(RunEnd.DONE);
        assertThat(scheduler.runDrillNow("app").orElseThrow().id()).isNotEqualTo(first.id());
    }

    @Test
    void requestedRunsGoBeforeScheduledOnes() {
        LinkedBlockingQueue<String> order = new LinkedBlockingQueue<>();
        scheduler.start(List.of(
                watch("first", NOTHING, this::untilGate, ON_DEMAND),
                watch("waits", NOTHING, (id, cancellation) -> order.add("waits"), ON_DEMAND),
                watch("urgent", NOTHING, (id, cancellation) -> order.add("urgent"), ON_DEMAND)));
        scheduler.runDrillNow("first");
        awaitState("first", JobKind.DRILL, JobState.RUNNING);
        scheduler.runDrillNow("urgent");
        scheduler.runDrillNow("waits");

        RunHandle urgent = scheduler.runDrillNow("urgent").orElseThrow();
        gate.countDown();

        assertThat(end(urgent)).isEqualTo(RunEnd.DONE);
        await().until(() -> order.size() == 2);
        assertThat(order).containsExactly("urgent", "waits");
    }

    /** The regular run that became due meanwhile does not follow at once. */
    @Test
    void aRequestedRunTakesThePlaceOfTheOneThatIsDue() throws Exception {
        AtomicInteger drills = new AtomicInteger();
        Timing yearly = new Timing(QUICK.checks(), new Cadence.Every(Duration.ofDays(365)));
        scheduler.start(List.of(
                watch("first", NOTHING, this::untilGate, ON_DEMAND), watch("app", NOTHING, NOTHING, ON_DEMAND)));
        scheduler.runDrillNow("first");
        awaitState("first", JobKind.DRILL, JobState.RUNNING);
        // never drilled before, so it is overdue; the only slot is in use
        scheduler.replace(List.of(
                watch("first", NOTHING, this::untilGate, ON_DEMAND), watch("late", NOTHING, counting(drills), yearly)));
        await().untilAsserted(() -> assertThat(scheduler.jobs()).containsEntry(JobState.QUEUED, 1));

        RunHandle requested = scheduler.runDrillNow("late").orElseThrow();
        gate.countDown();
        assertThat(end(requested)).isEqualTo(RunEnd.DONE);
        assertThat(end(scheduler.runDrillNow("first").orElseThrow())).isEqualTo(RunEnd.DONE);
        assertThat(drills).hasValue(1);
    }

    @Test
    void anUnknownDatabaseIsNotRun() {
        scheduler.start(List.of());

        assertThat(scheduler.runCheckNow("nobody")).isEmpty();
        assertThat(scheduler.runDrillNow("nobody")).isEmpty();
    }

    @Test
    void aJobThatThrowsIsLoggedCountedAndRunAgain() {
        AtomicInteger tries = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        scheduler.start(List.of(
                watch("bad", (id, cancellation) -> fail(tries.incrementAndGet()), NOTHING, QUICK),
                watch("good", counting(others), NOTHING, QUICK)));

        await().until(() -> tries.get() > 3 && others.get() > 3);

        assertThat(told).startsWith("bad failed: try 1", "bad failed: try 2");
        await().untilAsserted(() -> assertThat(scheduler.failures())
                .hasEntrySatisfying(JobKind.CHECK, count -> assertThat(count).isGreaterThan(2)));
    }

    private static void fail(int number) {
        if (number % 2 == 0) {
            throw new StackOverflowError("try " + number);
        }
        throw new IllegalStateException("try " + number);
    }

    @Test
    void hungChecksDelayOnlyThemselvesEvenWhenTheyDoNotStop() {
        use(scheduler(1, Duration.ofMillis(250)));
        AtomicInteger hung = new AtomicInteger();
        AtomicInteger others = new AtomicInteger();
        Job deaf = (id, cancellation) -> {
            hung.incrementAndGet();
            deafUntilGate();
        };
        scheduler.start(List.of(
                watch("hung 1", deaf, NOTHING, QUICK),
                watch("hung 2", deaf, NOTHING, QUICK),
                watch("hung 3", deaf, NOTHING, QUICK),
                watch("good", counting(others), NOTHING, QUICK)));

        await().until(() -> scheduler.jobs().getOrDefault(JobState.OVERRUN, 0) == 3);
        int before = others.get();
        await().until(() -> others.get() > before + 5);

        assertThat(told).contains("hung 1 overran PT0.25S", "hung 2 overran PT0.25S", "hung 3 overran PT0.25S");
        assertThat(hung).hasValue(3);
        gate.countDown();
        await().until(() -> hung.get() > 5);
    }

    @Test
    void aCheckPastItsLimitIsInterruptedAndComesAgain() {
        use(scheduler(1, Duration.ofMillis(250)));
        scheduler.start(List.of(watch("slow", this::untilGate, NOTHING, ON_DEMAND)));

        RunHandle run = scheduler.runCheckNow("slow").orElseThrow();

        assertThat(end(run)).isEqualTo(RunEnd.STOPPED);
        gate.countDown();
        RunHandle again = scheduler.runCheckNow("slow").orElseThrow();
        assertThat(end(again)).isEqualTo(RunEnd.DONE);
        assertThat(scheduler.failures()).containsEntry(JobKind.CHECK, 0L);
    }

    @Test
    void closingStopsADrillInTheMiddleAndLeavesNoThread() {
        AtomicBoolean cancelled = new AtomicBoolean();
        AtomicBoolean cleaned = new AtomicBoolean();
        scheduler.start(List.of(
                watch("running", NOTHING, cleaningUp(cancelled, cleaned), ON_DEMAND),
                watch("queued", NOTHING, NOTHING, ON_DEMAND)));
        RunHandle running = scheduler.runDrillNow("running").orElseThrow();
        awaitState("running", JobKind.DRILL, JobState.RUNNING);
        RunHandle queued = scheduler.runDrillNow("queued").orElseThrow();

        assertThat(scheduler.close(Duration.ofSeconds(30))).isEmpty();

        assertThat(cancelled).isTrue();
        assertThat(cleaned).isTrue();
        assertThat(end(running)).isEqualTo(RunEnd.STOPPED);
        assertThat(end(queued)).isEqualTo(RunEnd.STOPPED);
        assertThat(scheduler.isRunning()).isFalse();
        assertThatThrownBy(() -> scheduler.runDrillNow("running")).hasMessageContaining("shutting down");
        await().until(() -> threads().isEmpty());
    }

    @Test
    void closingDoesNotWaitForAJobThatDoesNotStopBeyondItsGrace() {
        scheduler.start(List.of(watch("deaf", NOTHING, (id, cancellation) -> deafUntilGate(), ON_DEMAND)));
        RunHandle run = scheduler.runDrillNow("deaf").orElseThrow();
        awaitState("deaf", JobKind.DRILL, JobState.RUNNING);

        assertThat(scheduler.close(Duration.ofMillis(20)))
                .extracting(ActiveRun::id)
                .containsExactly(run.id());

        gate.countDown();
        await().until(() -> threads().isEmpty());
    }

    @Test
    void restoresAttachToNothingAndTooManyAreRefused() {
        scheduler.start(List.of());
        Set<String> ids = ConcurrentHashMap.newKeySet();
        for (int i = 0; i < 18; i++) {
            ids.add(scheduler
                    .runRestore(scheduler.newRunId(), "app", this::untilGate)
                    .orElseThrow()
                    .id());
        }

        assertThat(ids).hasSize(18);
        assertThat(scheduler.runRestore(scheduler.newRunId(), "app", NOTHING)).isEmpty();
        await().untilAsserted(() ->
                assertThat(scheduler.jobs()).containsEntry(JobState.RUNNING, 2).containsEntry(JobState.QUEUED, 16));
    }

    @Test
    void aRunIsFoundByItsIdUntilAfterItsEnd() {
        scheduler.start(List.of(watch("app", NOTHING, this::untilGate, ON_DEMAND)));
        RunHandle drill = scheduler.runDrillNow("app").orElseThrow();
        RunHandle restore = scheduler
                .runRestore(scheduler.newRunId(), "app", (id, cancellation) -> fail(1))
                .orElseThrow();

        assertThat(scheduler.find(drill.id()).orElseThrow().isOver()).isFalse();
        assertThat(scheduler.find("nobody")).isEmpty();
        assertThat(end(restore)).isEqualTo(RunEnd.FAILED);
        assertThat(scheduler.find(restore.id()).orElseThrow().isOver()).isTrue();
        gate.countDown();
        assertThat(end(drill)).isEqualTo(RunEnd.DONE);
        assertThat(scheduler.find(drill.id()).orElseThrow().database()).isEqualTo("app");
    }

    @Test
    void theOldestRunsAreForgotten() {
        RecentRuns recent = new RecentRuns();
        for (int i = 0; i < 1001; i++) {
            recent.add(new RunHandle("run-" + i, "app", JobKind.DRILL, false, new CompletableFuture<>()));
        }

        assertThat(recent.find("run-0")).isEmpty();
        assertThat(recent.find("run-1")).isPresent();
    }

    @Test
    void countsEachJobInOneState() {
        scheduler.start(List.of(
                watch("a", NOTHING, this::untilGate, ON_DEMAND), watch("b", NOTHING, this::untilGate, ON_DEMAND)));
        scheduler.runDrillNow("a");
        scheduler.runDrillNow("b");

        await().untilAsserted(() -> assertThat(scheduler.jobs())
                .containsEntry(JobState.RUNNING, 1)
                .containsEntry(JobState.QUEUED, 1)
                .containsEntry(JobState.WAITING, 2)
                .containsEntry(JobState.OVERRUN, 0));
        assertThat(scheduler.running()).extracting(ActiveRun::database).contains("a", "b");
    }

    @Test
    void twoSchedulersInOneProcessDoNotMeet() {
        AtomicInteger mine = new AtomicInteger();
        Scheduler other = scheduler(1, Duration.ofMinutes(1));
        other.start(List.of(watch("app", NOTHING, NOTHING, QUICK)));
        scheduler.start(List.of(watch("app", counting(mine), NOTHING, QUICK)));

        other.close(Duration.ofSeconds(10));
        int before = mine.get();

        await().until(() -> mine.get() > before + 2);
        assertThat(other.isRunning()).isFalse();
        assertThat(scheduler.isRunning()).isTrue();
    }

    @Test
    void aCheckThatIsDueIsRunAlthoughTheIntervalChanges() {
        AtomicInteger checks = new AtomicInteger();
        scheduler.replace(List.of(watch("app", counting(checks), NOTHING, QUICK)));
        scheduler.replace(List.of(watch("app", counting(checks), NOTHING, ON_DEMAND)));
        scheduler.start(List.of(watch("app", counting(checks), NOTHING, ON_DEMAND)));

        await().until(() -> checks.get() == 1);
    }

    @Test
    void twoDatabasesOfOneNameAreRefused() {
        ScheduledDatabase watch = watch("app", NOTHING, NOTHING, ON_DEMAND);

        assertThatThrownBy(() -> scheduler.start(List.of(watch, watch))).hasMessageStartingWith("app: two databases");
    }

    @Test
    void aDrillNotYetDueAfterARestartWaitsForItsSlot() {
        AtomicInteger drills = new AtomicInteger();
        AtomicInteger checks = new AtomicInteger();
        Timing yearly = new Timing(QUICK.checks(), new Cadence.Every(Duration.ofDays(365)));
        scheduler.start(List.of(
                new ScheduledDatabase("app", counting(checks), counting(drills), yearly, Optional.of(Instant.now()))));

        await().until(() -> checks.get() > 5);

        assertThat(drills).hasValue(0);
    }

    @Test
    void checksGoOnAfterTheClockWasSetBack() {
        AtomicReference<Duration> ahead = new AtomicReference<>(Duration.ofHours(1));
        SchedulerSettings settings =
                new SchedulerSettings(1, 1, Duration.ofMinutes(1), Duration.ofMinutes(1), Duration.ofMillis(1));
        use(new Scheduler(settings, () -> Instant.now().plus(ahead.get()), listener));
        AtomicInteger checks = new AtomicInteger();
        scheduler.start(List.of(watch("app", counting(checks), NOTHING, QUICK)));

        await().until(() -> scheduler.missedChecks().contains("app"));
        assertThat(checks).hasValue(0);
        ahead.set(Duration.ZERO);

        await().untilAsserted(() -> assertThat(checks).hasValueGreaterThan(3));
        await().until(() -> scheduler.missedChecks().isEmpty());
    }

    @Test
    void scrubsComeAgainAndDoNotWaitForDrills() {
        AtomicInteger scrubs = new AtomicInteger();
        Timing timing = new Timing(QUICK.checks(), new Cadence.Never(), QUICK.checks());
        ScheduledDatabase.Jobs jobs = new ScheduledDatabase.Jobs(NOTHING, NOTHING, counting(scrubs));
        scheduler.start(List.of(new ScheduledDatabase(
                "app", jobs, timing, new ScheduledDatabase.Last(Optional.empty(), Optional.empty()))));

        await().until(() -> scrubs.get() > 3);
    }

    private static ScheduledDatabase watch(String name, Job check, Job drill, Timing timing) {
        return new ScheduledDatabase(name, check, drill, timing, Optional.empty());
    }

    private static Job counting(AtomicInteger counter) {
        return (id, cancellation) -> counter.incrementAndGet();
    }

    private void untilGate(String id, Cancellation cancellation) throws InterruptedException {
        gate.await();
    }

    private Job cleaningUp(AtomicBoolean cancelled, AtomicBoolean cleaned) {
        return (id, cancellation) -> {
            try {
                gate.await();
            } finally {
                cancelled.set(cancellation.cancelled());
                cleaned.set(true);
            }
        };
    }

    private void deafUntilGate() {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException e) {
                // the test needs a job that ignores the stop
                assertThat(e).isNotNull();
            }
        }
    }

    private void awaitState(String database, JobKind kind, JobState state) {
        await().until(() ->
                ofKind(kind).stream().anyMatch(run -> run.database().equals(database) && run.state() == state));
    }

    private List<ActiveRun> ofKind(JobKind kind) {
        return scheduler.running().stream().filter(run -> run.kind() == kind).toList();
    }

    private static RunEnd end(RunHandle run) {
        return run.end().toCompletableFuture().orTimeout(30, TimeUnit.SECONDS).join();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.matches("litedrill-(check|drill|restore|watchdog|[0-9a-f]{8}-.*)"))
                .toList();
    }

    /** Detects two concurrent jobs of one name. */
    private static final class Overlap {
        final AtomicInteger runs = new AtomicInteger();
        final AtomicBoolean seen = new AtomicBoolean();
        private final Set<String> inside = ConcurrentHashMap.newKeySet();

        Job job(String name) {
            return (id, cancellation) -> {
                if (!inside.add(name)) {
                    seen.set(true);
                }
                LockSupport.parkNanos(1_000_000);
                inside.remove(name);
                runs.incrementAndGet();
            };
        }
    }
}
