package io.litedrill.notify;

import io.litedrill.check.ReplicaId;
import io.litedrill.json.JsonObject;
import io.litedrill.notify.Observation.Problem;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.text.PlainText;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A message for people.
 *
 * @param title one line
 * @param text further lines; may be empty
 */
record Message(Event event, Level level, ReplicaId id, String title, String text) {
    /** What a message reports. */
    enum Event {
        /** A problem that was not reported before. */
        PROBLEM,
        /** The end of all problems that were reported. */
        RECOVERED,
        /** A real restore. */
        RESTORE
    }

    static Message problem(Observation seen, List<Problem> problems) {
        Level worst = problems.get(0).level();
        String codes = problems.stream().map(Problem::code).distinct().collect(Collectors.joining(", "));
        return new Message(
                Event.PROBLEM,
                worst,
                seen.id(),
                worst.wire() + ": " + seen.id() + ": " + codes,
                problems.stream().map(Problem::text).collect(Collectors.joining("\n")));
    }

    static Message recovered(Observation seen) {
        return new Message(
                Event.RECOVERED,
                Level.INFO,
                seen.id(),
                "recovered: " + seen.id(),
                "The last " + seen.kind() + " found none of the problems that were reported.");
    }

    static Message restore(RestoreReport report) {
        OutcomeWord outcome = report.word();
        String who = report.origin()
                .map(origin -> " Requested by " + origin.requestedBy() + ".")
                .orElse("");
        return new Message(
                Event.RESTORE,
                Level.INFO,
                report.id(),
                "restore " + outcome.name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": " + report.id(),
                "To " + report.run().output() + "." + who + (report.reason().isEmpty() ? "" : "\n" + report.reason()));
    }

    /** Returns title and text, without control characters other than line ends. */
    String whole() {
        return harmless(text.isEmpty() ? title : title + "\n" + text);
    }

    /** Returns the title on one line. */
    String line() {
        return harmless(title).replace('\n', ' ');
    }

    private static String harmless(String text) {
        return PlainText.lines(text);
    }

    /** Returns Litedrill's own form. */
    JsonObject json() {
        return JsonObject.with()
                .put("kind", "change")
                .put("event", event.name().toLowerCase(Locale.ROOT))
                .put("severity", level.wire())
                .put("database", id.database())
                .put("replica", id.replica())
                .put("title", line())
                .put("text", harmless(text))
                .build();
    }
}
