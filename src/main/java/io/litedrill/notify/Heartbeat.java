package io.litedrill.notify;

import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import java.net.URI;

/** What a heartbeat says, in the way of healthchecks.io: the address alone, or with a word after its path. */
enum Heartbeat {
    /** All is well. */
    SUCCESS(""),
    /** It is not. */
    FAIL("/fail"),
    /** Nothing is known: this must neither calm nor alarm. */
    LOG("/log");

    private final String word;

    Heartbeat(String word) {
        this.word = word;
    }

    static Heartbeat of(DrillResult.Outcome outcome) {
        return switch (outcome) {
            case PASSED -> SUCCESS;
            case FAILED -> FAIL;
            case INCONCLUSIVE -> LOG;
        };
    }

    static Heartbeat of(Verdict verdict) {
        return switch (verdict) {
            case OK, WARNING -> SUCCESS;
            case CRITICAL -> FAIL;
            case UNKNOWN -> LOG;
        };
    }

    /** Where this is said, of a heartbeat with this address. */
    URI at(URI ping) {
        String text = ping.toString();
        int end = text.indexOf('?');
        String path = (end < 0 ? text : text.substring(0, end)).replaceFirst("/+$", "");
        String said = this == SUCCESS ? (end < 0 ? text : text.substring(0, end)) : path + word;
        return URI.create(said + (end < 0 ? "" : text.substring(end)));
    }
}
