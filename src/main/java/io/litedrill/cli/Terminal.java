package io.litedrill.cli;

import io.litedrill.app.Wording;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.UnaryOperator;

/**
 * Holds the outputs of a command.
 *
 * @param out the output for the result alone
 * @param err the output for all other text
 * @param tables whether {@code out} is for people: aligned tables rather than fields separated by tabs
 * @param colours whether {@code out} shows colours
 * @param progress whether {@code err} is for people, and shows progress
 * @param commands rewrites the commands in a line so that they can be typed as printed
 */
record Terminal(
        PrintStream out,
        PrintStream err,
        boolean tables,
        boolean colours,
        boolean progress,
        UnaryOperator<String> commands) {
    /** Creates a terminal that prints commands unchanged. */
    Terminal(PrintStream out, PrintStream err, boolean tables, boolean colours, boolean progress) {
        this(out, err, tables, colours, progress, UnaryOperator.identity());
    }

    /** Returns a terminal of two pipes. */
    static Terminal pipes(PrintStream out, PrintStream err) {
        return new Terminal(out, err, false, false, false);
    }

    /**
     * Returns the terminal of this process. The launcher sets {@code litedrill.terminal} to those of {@code out} and
     * {@code err} that are terminals, because Java 17 cannot distinguish them; without it both are treated as pipes.
     */
    static Terminal ofProcess(boolean noColour) {
        String terminals = System.getProperty("litedrill.terminal", "");
        boolean tables = terminals.contains("out");
        PrintStream out = utf8(FileDescriptor.out);
        PrintStream err = utf8(FileDescriptor.err);
        return new Terminal(out, err, tables, tables && !noColour, terminals.contains("err"));
    }

    /** Opens an output in UTF-8, since JSON is UTF-8 in every locale. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    /** Returns the same terminal with the result on {@code err}, for an {@code out} in other use. */
    Terminal onStderr() {
        return new Terminal(err, err, progress, false, progress, commands);
    }

    /** Returns the same terminal with another rewriting of commands. */
    Terminal typing(UnaryOperator<String> other) {
        return new Terminal(out, err, tables, colours, progress, other);
    }

    /** Prints a line of the result. Shows control characters, which file names may contain, as question marks. */
    void line(String text) {
        out.println(Wording.harmless(commands.apply(text)));
    }

    /** Prints a line for people, outside the result. */
    void note(String text) {
        err.println(Wording.harmless(commands.apply(text)));
    }

    /** Returns the text in a colour if colours are on. Replaces control characters first. */
    String painted(Colour colour, String text) {
        return colours && colour != Colour.PLAIN
                ? colour.begin() + Wording.harmless(text) + Colour.END
                : Wording.harmless(text);
    }

    /** Prints a line that contains text from {@link #painted}. */
    void paintedLine(String text) {
        out.println(text);
    }

    /** Assigns a colour to the meaning of a word. */
    enum Colour {
        /** Sound. */
        GOOD("32"),
        /** A problem to repair. */
        ATTENTION("33"),
        /** Data would be lost. */
        BAD("31"),
        /** Unknown. */
        UNKNOWN("35"),
        /** A heading. */
        HEADING("1"),
        /** No colour. */
        PLAIN("");

        private static final String END = "\u001b[0m";
        private final String code;

        Colour(String code) {
            this.code = code;
        }

        /** Returns the colour of a verdict, a severity or an outcome; {@link #PLAIN} for any other word. */
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
