package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.replica.Layout;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import java.time.Duration;
import java.util.Optional;

/** Prints the request, the point delivered, the distance between the two, and the next later recovery point. */
final class RequestText {
    private static final String UNDER = "                ";

    private final Terminal terminal;
    private final String indent;

    /**
     * Prints to a terminal.
     *
     * @param indent the text before each line
     */
    RequestText(Terminal terminal, String indent) {
        this.terminal = terminal;
        this.indent = indent;
    }

    void print(TimeRequest request, RecoveryPoint delivered) {
        request.time().ifPresent(time -> line("requested       " + Wording.time(time)));
        line("recovery point  " + Wording.point(delivered)
                + request.earlierBy(delivered).map(RequestText::before).orElse(""));
        if (request.afterNewest()) {
            line(UNDER + "the time is after the newest replicated change, so this is the newest state");
        }
        rounded(request, delivered).ifPresent(this::line);
        request.next()
                .ifPresent(next -> line("next later      " + Wording.point(next) + ", "
                        + Wording.distance(request.untilNext().orElse(Duration.ZERO)) + " after the requested time"));
    }

    private static String before(Duration earlier) {
        return earlier.isZero()
                ? ", at the requested time"
                : ", " + Wording.distance(earlier) + " before the requested time";
    }

    private static Optional<String> rounded(TimeRequest request, RecoveryPoint delivered) {
        boolean inSeconds = delivered.position().layout() == Layout.WAL
                && delivered.rounding().equals(Duration.ofSeconds(1));
        return request.laterByUpTo(delivered)
                .filter(later -> inSeconds && !later.isZero())
                .map(later -> UNDER
                        + "its time is that of the upload, in whole seconds, rounded down: the state may contain commits of"
                        + " up to " + Wording.distance(later) + " after the requested time");
    }

    private void line(String text) {
        terminal.line(indent + text);
    }
}
