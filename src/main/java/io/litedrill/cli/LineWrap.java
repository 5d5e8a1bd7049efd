package io.litedrill.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Breaks lines between words. Words that are longer than a line, and commands to copy, stay whole. */
final class LineWrap {
    /** The indent, and a label: words with several spaces after them, or a word with a colon in an indented line. */
    private static final Pattern BEGIN =
            Pattern.compile("^( *)((?:\\S+ )*?\\S+ {2,}|(?<= {2})[a-z]+: +)?(.*)$", Pattern.DOTALL);

    /** A word, or a command up to the end of its clause. */
    private static final Pattern WORD = Pattern.compile(
            "(?:\\./)?litedrill(?: -c \\S+)? [a-z]+" + "(?: [^\\s(]\\S*(?<![.,;:)])(?= |$))*(?: [^\\s(]\\S*)?|\\S+");

    private static final int LONGEST_LABEL = 24;

    private LineWrap() {}

    /**
     * Breaks one line. Further lines are indented like the text of the first.
     *
     * @param width the maximum length of a line, in characters
     */
    static List<String> wrap(String line, int width) {
        Matcher begin = BEGIN.matcher(line);
        if (line.length() <= width || !begin.matches()) {
            return List.of(line);
        }
        String indent = begin.group(1);
        String label = begin.group(2) == null || begin.group(2).length() > LONGEST_LABEL ? "" : begin.group(2);
        String rest = line.substring(indent.length() + label.length());
        return wrap(indent + label, rest, width);
    }

    /**
     * Breaks a text after a label. Further lines are indented like the text.
     *
     * @param first the label with its indent
     * @param width the maximum length of a line, in characters
     */
    static List<String> wrap(String first, String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder(first);
        String indent = " ".repeat(first.length());
        Matcher word = WORD.matcher(text);
        boolean begun = false;
        while (word.find()) {
            if (begun && line.length() + 1 + word.group().length() > width) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                begun = false;
            }
            line.append(begun ? " " : "").append(word.group());
            begun = true;
        }
        lines.add(line.toString());
        return lines;
    }
}
