package io.litedrill.cli;

import io.litedrill.app.RestorePreview;
import io.litedrill.app.Wording;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.recover.LiveDatabaseState;
import io.litedrill.recover.LiveDatabaseState.Contents;
import io.litedrill.recover.RestoreOutcome;
import java.time.Duration;

/** Prints the plan of a restore in place, for the confirmation. */
final class InPlaceText {
    private final Terminal terminal;
    private final boolean verbose;

    /**
     * Prints to a terminal.
     *
     * @param verbose whether to list the files to read
     */
    InPlaceText(Terminal terminal, boolean verbose) {
        this.terminal = terminal;
        this.verbose = verbose;
    }

    private void print(RestorePreview outlook) {
        new PlanText(terminal, verbose).print(outlook.planning());
        terminal.line("over            " + outlook.output());
        outlook.survey().live().ifPresent(this::print);
        outlook.newer().ifPresent(newer -> terminal.line("would be lost   " + lost(outlook, newer)));
    }

    /** Prints the plan before a restore. A refusal is printed with its report. */
    void begin(RestorePreview outlook) {
        print(outlook);
        outlook.survey()
                .hindrance()
                .map(reason -> RestoreText.without(outlook.output(), reason))
                .ifPresent(reason -> terminal.line(Hint.text("in its way      ").then(reason)));
    }

    /** Prints the plan alone, for a dry run. */
    void only(RestorePreview outlook) {
        print(outlook);
        outlook.survey()
                .refusal()
                .map(RestoreOutcome.Refusal::reason)
                .or(outlook.survey()::hindrance)
                .map(reason -> RestoreText.without(outlook.output(), reason))
                .ifPresent(reason -> terminal.line(Hint.text("refused         ").then(reason)));
    }

    private static String lost(RestorePreview outlook, Duration newer) {
        return outlook.same()
                ? "nothing: the WAL of the live database ends where the backup does"
                : "by the times of the files, at most what changed in the last " + Format.duration(newer)
                        + " before the live files were last written";
    }

    private void print(LiveDatabaseState live) {
        terminal.line("there now       " + live.condition());
        live.contents().ifPresent(contents -> terminal.line("                " + words(contents)));
        live.unseen().ifPresent(unseen -> terminal.line("                " + unseen));
    }

    private static String words(Contents contents) {
        return Wording.bytes(contents.bytes()) + ", last written " + Wording.time(contents.modified())
                + (contents.userVersion().isPresent()
                        ? ", user_version " + contents.userVersion().getAsLong()
                        : "");
    }
}
