package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.app.Wording;
import io.litedrill.check.Hint;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * Holds the outputs of a command.
 *
 * @param out the output for the result alone
 * @param err the output for all other text
 * @param look the form of the text
 * @param commands renders commands so that they can be typed as printed
 */
record Terminal(PrintStream out, PrintStream err, Look look, TypedCommands commands) {
    /**
     * Describes the form of the text.
     *
     * @param tables whether {@code out} is for people: aligned tables rather than fields separated by tabs
     * @param colours whether {@code out} shows colours
     * @param progress whether {@code err} is for people, and shows progress
     * @param columns the width of the terminal, in characters; lines are wrapped to it
     */
    record Look(boolean tables, boolean colours, boolean progress, int columns) {
        /** The width of a terminal that does not report one. */
        static final int USUAL_COLUMNS = 80;

        private static final int LEAST_COLUMNS = 40;
        private static final Look PIPES = new Look(false, false, false, Integer.MAX_VALUE);

        /** Treats very narrow terminals as wider ones, because nothing fits them. */
        Look {
            columns = Math.max(columns, LEAST_COLUMNS);
        }
    }

    /** Returns a terminal that prints commands unchanged. */
    static Terminal of(PrintStream out, PrintStream err, Look look) {
        return new Terminal(out, err, look, TypedCommands.PLAIN);
    }

    /** Returns a terminal of two pipes. */
    static Terminal pipes(PrintStream out, PrintStream err) {
        return of(out, err, Look.PIPES);
    }

    /**
     * Returns the terminal of this process. The launcher sets {@code litedrill.terminal} to those of {@code out} and
     * {@code err} that are terminals, and {@code litedrill.columns} to their width, because Java 17 cannot determine
     * them; without the first both are treated as pipes.
     */
    static Terminal ofProcess(RuntimeEnvironment runtime) {
        String terminals = System.getProperty("litedrill.terminal", "");
        boolean tables = terminals.contains("out");
        boolean colours = runtime.nonEmpty("NO_COLOR").isEmpty()
                && runtime.nonEmpty("TERM").filter("dumb"::equals).isEmpty();
        boolean any = !terminals.isEmpty();
        int columns = any ? columns(runtime) : Integer.MAX_VALUE;
        Look look = new Look(tables, tables && colours, terminals.contains("err"), columns);
        return of(utf8(FileDescriptor.out), utf8(FileDescriptor.err), look);
    }

    private static int columns(RuntimeEnvironment runtime) {
        return Optional.ofNullable(System.getProperty("litedrill.columns"))
                .or(() -> runtime.nonEmpty("COLUMNS"))
                .filter(text -> text.matches("[1-9][0-9]{0,5}"))
                .map(Integer::parseInt)
                .orElse(Look.USUAL_COLUMNS);
    }

    /** Opens an output in UTF-8, since JSON is UTF-8 in every locale. */
    private static PrintStream utf8(FileDescriptor descriptor) {
        return new PrintStream(
                new BufferedOutputStream(new FileOutputStream(descriptor)), true, StandardCharsets.UTF_8);
    }

    boolean tables() {
        return look.tables();
    }

    boolean colours() {
        return look.colours();
    }

    boolean progress() {
        return look.progress();
    }

    int columns() {
        return look.columns();
    }

    /** Returns the same terminal with the result on {@code err}, for an {@code out} in other use. */
    Terminal onStderr() {
        return new Terminal(err, err, new Look(progress(), false, progress(), columns()), commands);
    }

    /** Returns the same terminal with another form of commands. */
    Terminal typing(TypedCommands other) {
        return new Terminal(out, err, look, other);
    }

    /** Returns the same terminal with or without colours. */
    Terminal coloured(ColourChoice choice) {
        Look chosen = new Look(tables(), choice.colours(colours()), progress(), columns());
        return new Terminal(out, err, chosen, commands);
    }

    /** Returns the same terminal with tables for people. */
    Terminal withTables() {
        int width = tables() || progress() ? columns() : Look.USUAL_COLUMNS;
        return new Terminal(out, err, new Look(true, colours(), progress(), width), commands);
    }

    /** Prints a line of the result. Shows control characters, which file names may contain, as question marks. */
    void line(String text) {
        printed(out, tables(), text);
    }

    /** Prints a line of the result that may contain commands. */
    void line(Hint text) {
        line(text.text(commands));
    }

    /** Prints a line for people, outside the result. */
    void note(String text) {
        printed(err, progress(), text);
    }

    /** Prints a line for people, outside the result, that may contain commands. */
    void note(Hint text) {
        note(text.text(commands));
    }

    /** Prints a line. Wraps it between words for people. */
    private void printed(PrintStream stream, boolean people, String text) {
        String harmless = Wording.harmless(text);
        if (people) {
            LineWrap.wrap(harmless, columns()).forEach(stream::println);
        } else {
            stream.println(harmless);
        }
    }

    /** Returns the text in a colour if colours are on. Replaces control characters first. */
    String painted(Colour colour, String text) {
        return colours() ? colour.paint(Wording.harmless(text)) : Wording.harmless(text);
    }

    /** Prints a line that contains text from {@link #painted}. */
    void paintedLine(String text) {
        out.println(text);
    }
}
