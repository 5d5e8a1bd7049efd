package io.litedrill.cli;

import io.litedrill.app.Wording;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Where a command writes to.
 *
 * @param out for the result alone
 * @param err for everything else
 * @param tables whether a person looks at {@code out}: aligned tables rather than fields between tabs
 * @param colours whether {@code out} shows colours
 * @param progress whether a person looks at {@code err}
 * @param commands what makes the commands in a line such as can be typed here
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        boolean tables,
        boolean colours,
        boolean progress,
        UnaryOperator<String> commands) {
    /** One where commands are typed as they are written. */
    Terminal(PrintStream out, PrintStream err, boolean tables, boolean colours, boolean progress) {
        this(out, err, tables, colours, progress, UnaryOperator.identity());
    }

    /** Two pipes. */
    static Terminal pipes(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, false);
    }

    /**
     * That of this process. The launcher says in {@code litedrill.terminal} which of {@code out} and {@code err} are terminals, since Java
     * 17 cannot tell them apart; without it both are taken for pipes.
     */
    static Terminal ofProcess(boolean noColour) {
        String terminals = System.getProperty("litedrill.terminal", "");
        boolean tables = terminals.contains("out");
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        return new Terminal(out, err, tables, tables && !noColour, terminals.contains("err"));
    }

    /** JSON is UTF-8 whatever the locale. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    /** The same with the result on {@code err}, where {@code out} is for something else. */
    Terminal onStderr() {
        return new Terminal(err, err, progress, false, progress, commands);
    }

    /** The same, where commands are typed in another way. */
    Terminal typing(UnaryOperator<String> other) {
        return new Terminal(out, err, tables, colours, progress, other);
    }

    /** A line of the result. Control characters, which names of files may hold, are shown as question marks. */
    void line(String text) {
        out.println(Wording.harmless(commands.apply(text)));
    }

    /** A line for people beside the result. */
    void note(String text) {
        err.println(Wording.harmless(commands.apply(text)));
    }

    /** The text in a colour, where there are colours. The text is made harmless first. */
    String painted(Colour colour, String text) {
        return colours && colour != Colour.PLAIN
                ? colour.begin() + Wording.harmless(text) + Colour.END
                : Wording.harmless(text);
    }

    /** A line that {@link #painted} may be part of. */
    void paintedLine(String text) {
        out.println(text);
    }

    /** What a word means, as a colour. */
    enum Colour {
        /** Sound. */
        GOOD("32"),
        /** Something to mend. */
        ATTENTION("33"),
        /** Data would be lost. */
        BAD("31"),
        /** Not known. */
        UNKNOWN("35"),
        /** A heading. */
        HEADING("1"),
        /** None. */
        PLAIN("");

        private static final String END = "\u001b[0m";
        private final String code;

        Colour(String code) {
            this.code = code;
        }

        /** The colour of a verdict, a severity or an outcome; {@link #PLAIN} for any other word. */
        static Colour of(String word) {
            return switch (word) {
                case "ok", "passed", "restored" -> GOOD;
                case "warning", "refused" -> ATTENTION;
                case "critical", "failed" -> BAD;
                case "unknown", "inconclusive" -> UNKNOWN;
                default -> PLAIN;
            };
        }

        private String begin() {
            return "\u001b[" + code + "m";
        }
    }
}
