package io.litedrill.daemon;

import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import java.util.regex.Pattern;

/** Rewrites command-line options in a message as the JSON keys of an HTTP request. */
public final class RequestKeys {
    private static final Pattern OPTION = Pattern.compile(
            "(?:litedrill restore )?--(force|accept-smaller|fallback|new-replica|skip-assertions|no-backup)\\b");

    private RequestKeys() {}

    /** Rewrites a message. */
    public static String of(String text) {
        return OPTION.matcher(text).replaceAll(option -> "\"" + option.group(1).replace('-', '_') + "\": true");
    }

    /** Returns a copy of the report with the reason of its ending rewritten. */
    public static RestoreReport of(RestoreReport report) {
        Ending ending = new Ending(
                report.ending().outcome(),
                of(report.ending().reason()),
                report.ending().otherwise());
        return report.with(ending);
    }
}
