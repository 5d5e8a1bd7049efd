package io.litedrill.app;

import java.time.Duration;
import java.util.List;

/** Waits for the notifications of a command to be sent before it ends. */
public final class NotificationDrain {
    /** Covers all attempts of one call, with a margin: a command must not end before its heartbeat is sent. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /**
     * Covers one call that is answered. Monitoring systems abort a check after 10 s, and applications wait for ensure.
     */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private NotificationDrain() {}

    /**
     * Waits until all notifications are sent, at most 40 s in total; the rest is dropped. Call it after the result is
     * printed.
     */
    public static void end(List<Target> targets) {
        end(targets, PATIENCE);
    }

    /** Waits at most 5 s in total, for a command whose caller waits for its end. */
    public static void endSoon(List<Target> targets) {
        end(targets, SHORT);
    }

    private static void end(List<Target> targets, Duration patience) {
        long deadline = System.nanoTime() + patience.toNanos();
        targets.stream()
                .map(Target::wiring)
                .distinct()
                .forEach(wiring ->
                        wiring.notifier().close(Duration.ofNanos(Math.max(0, deadline - System.nanoTime()))));
    }
}
