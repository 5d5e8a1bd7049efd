package io.litedrill.app;

import io.litedrill.replica.Point;
import io.litedrill.restore.RestoreListener;
import io.litedrill.schedule.RunIds;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Gives the demo a past: lets its replicas grow through the week, and runs the checks and drills that a daemon would
 * have run, at a clock that shows the time of each. Their results are real; only their times are not.
 */
public final class DemoWeek {
    private static final Duration CHECKS = Duration.ofHours(6);
    /** A drill a day. */
    private static final int CHECKS_PER_DRILL = 4;

    private final DemoFolder demo;
    private final SetClock clock;

    private DemoWeek(DemoFolder demo, Instant start) {
        this.demo = demo;
        this.clock = new SetClock(start);
    }

    /** Shows a time that is set, and continues from there, so that durations are measured. */
    private static final class SetClock implements InstantSource {
        private Instant set;
        private long since;

        SetClock(Instant start) {
            set(start);
        }

        synchronized void set(Instant time) {
            set = time;
            since = System.nanoTime();
        }

        @Override
        public synchronized Instant instant() {
            return set.plusNanos(System.nanoTime() - since);
        }
    }

    /**
     * Replays the week that ends now, and stores the results in the history of the demo.
     *
     * @param demo the folder before its first file
     */
    public static void replay(DemoFolder demo, RuntimeEnvironment runtime) throws IOException, UsageException {
        Instant now = runtime.clock().instant();
        DemoWeek week = new DemoWeek(demo, now.minus(DemoReplicas.WEEK));
        RuntimeEnvironment past = new RuntimeEnvironment(runtime.environment(), week.clock, runtime.storage());
        try (Application wiring = demo.configuration(0, past).application(warning -> {})) {
            week.replay(wiring, now);
        }
        demo.growTo(now);
    }

    private void replay(Application wiring, Instant end) throws IOException {
        Operations runs = new Operations(wiring);
        RunIds ids = new RunIds(clock);
        for (int i = 1; i < DemoReplicas.WEEK.dividedBy(CHECKS); i++) {
            clock.set(end.minus(DemoReplicas.WEEK).plus(CHECKS.multipliedBy(i)));
            demo.growTo(clock.instant());
            boolean drill = i % CHECKS_PER_DRILL == 1;
            wiring.databases().stream()
                    .flatMap(database -> database.replicas().stream())
                    .forEach(replica -> {
                        wiring.past().keep(runs.check(replica));
                        if (drill) {
                            wiring.past()
                                    .keep(runs.drill(replica, ids.next(), new Point.Newest(), RestoreListener.NONE));
                        }
                    });
        }
    }
}
