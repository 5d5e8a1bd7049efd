package io.litedrill.daemon;

import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Ending;
import java.util.regex.Pattern;

/** What a command line would be told, for whoever asked over HTTP: its options are keys of the order there. */
public final class RequestKeys {
    private static final Pattern OPTION = Pattern.compile(
            "(?:litedrill restore )?--(force|accept-smaller|fallback|new-replica|skip-assertions|no-backup)\\b");

    private RequestKeys() {}

    /** A text for people. */
    public static String of(String text) {
        return OPTION.matcher(text).replaceAll(option -> "\"" + option.group(1).replace('-', '_') + "\": true");
    }

    /** The same report with why it ended so in these words. */
    public static RestoreReport of(RestoreReport report) {
        Ending ending = new Ending(
                report.ending().outcome(),
                of(report.ending().reason()),
                report.ending().otherwise());
        return report.with(ending);
    }
}
