package io.litedrill.notify;

import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import java.net.URI;

/**
 * Defines the states of a heartbeat, in the protocol of healthchecks.io: the URL alone, or with a word appended to its
 * path.
 */
enum Heartbeat {
    /** The run succeeded. */
    SUCCESS(""),
    /** The run failed. */
    FAIL("/fail"),
    /** The result is unknown: must neither clear nor raise an alarm. */
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

    /** Returns the URL of this state for a heartbeat URL. */
    URI at(URI ping) {
        String text = ping.toString();
        int end = text.indexOf('?');
        String path = (end < 0 ? text : text.substring(0, end)).replaceFirst("/+$", "");
        String said = this == SUCCESS ? (end < 0 ? text : text.substring(0, end)) : path + word;
        return URI.create(said + (end < 0 ? "" : text.substring(end)));
    }
}
