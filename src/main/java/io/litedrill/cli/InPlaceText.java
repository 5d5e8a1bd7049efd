package io.litedrill.cli;

import io.litedrill.check.Text;
import io.litedrill.recover.Judgement;
import io.litedrill.recover.Judgement.Contents;
import java.time.Duration;

/** What a restore in place would do, as people read it before they agree. */
final class InPlaceText {
    private final Terminal terminal;

    InPlaceText(Terminal terminal) {
        this.terminal = terminal;
    }

    private void print(Outlook outlook) {
        new PlanText(terminal).print(outlook.planning());
        terminal.line("over            " + outlook.live());
        outlook.survey().live().ifPresent(this::print);
        outlook.newer().ifPresent(newer -> terminal.line("would be lost   " + lost(outlook, newer)));
    }

    /** Before a restore. Why it is refused, if it is, comes with its report. */
    void begin(Outlook outlook) {
        print(outlook);
        outlook.survey().hindrance().ifPresent(reason -> terminal.line("in its way      " + reason));
    }

    /** For who only asks. */
    void only(Outlook outlook) {
        print(outlook);
        outlook.survey()
                .refusal()
                .or(outlook.survey()::hindrance)
                .ifPresent(reason -> terminal.line("refused         " + reason));
    }

    private static String lost(Outlook outlook, Duration newer) {
        return outlook.same()
                ? "nothing: the WAL of the live database ends where the backup does"
                : "by the times of the files, at most what changed in the last " + Text.duration(newer)
                        + " before the live files were last written";
    }

    private void print(Judgement live) {
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
