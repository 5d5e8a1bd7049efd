package io.litedrill.schedule;

import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Compares the system clock with a monotonic clock every two seconds, and reacts when it was set back. */
final class ClockWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration LEAST_STEP = Duration.ofSeconds(1);
    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(2);

    private final ClockSteps steps;
    private final Runnable onStepBack;

    private ClockWatch(ClockSteps steps, Runnable onStepBack) {
        this.steps = steps;
        this.onStepBack = onStepBack;
    }

    /**
     * Starts the comparison. After a step ahead, triggers of the past fire at once without a reaction.
     *
     * @param onStepBack called after a step back of a second or more
     */
    static void start(ScheduledExecutorService thread, InstantSource clock, Runnable onStepBack) {
        ClockWatch watch = new ClockWatch(new ClockSteps(clock, System::nanoTime), onStepBack);
        var unused = thread.scheduleWithFixedDelay(watch::compare, EVERY_NANOS, EVERY_NANOS, TimeUnit.NANOSECONDS);
    }

    private void compare() {
        try {
            compareOnce();
        } catch (Throwable e) {
            // an exception or error would end the schedule without a message
            LOG.error("the reaction to a change of the clock failed", e);
        }
    }

    private void compareOnce() {
        Duration step = steps.step();
        if (step.abs().compareTo(LEAST_STEP) >= 0) {
            LOG.warn("the clock of this machine was set {} by {}", step.isNegative() ? "back" : "ahead", step.abs());
            if (step.isNegative()) {
                onStepBack.run();
            }
        }
    }
}
