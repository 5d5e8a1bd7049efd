package io.litedrill.app;

import java.time.Duration;
import java.util.List;

/** How a command that ends lets its calls of the owner's URLs come to an end. */
public final class NotificationDrain {
    /** A command that ends before its heartbeat is out was in vain: all tries of one call, and some. */
    private static final Duration PATIENCE = Duration.ofSeconds(40);
    /** Whoever watches a check gives up after ten seconds, and an application waits for ensure: one call that is answered, no more. */
    private static final Duration SHORT = Duration.ofSeconds(5);

    private NotificationDrain() {}

    /** Waits until all is told, for some time altogether; then it is given up. Call it after the result is printed. */
    public static void end(List<Target> targets) {
        end(targets, PATIENCE);
    }

    /** The same where somebody waits for this command to end. */
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
