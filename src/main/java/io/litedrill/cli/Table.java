package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Formats rows of text: for people aligned below a heading; for a pipe separated by tabs, without a heading. */
final class Table {
    private final List<String> heading;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... heading) {
        this.heading = List.of(heading);
    }

    /** Adds a row with as many cells as the heading. */
    void row(String... cells) {
        rows.add(List.of(cells).stream()
                .map(cell -> Wording.harmless(cell).replace('\t', '?'))
                .toList());
    }

    /**
     * Prints the table.
     *
     * @param colourOf returns the colour of a cell for its text
     */
    void print(Terminal terminal, Function<String, Colour> colourOf) {
        if (!terminal.tables()) {
            rows.forEach(row -> terminal.line(String.join("\t", row)));
            return;
        }
        List<Integer> widths = IntStream.range(0, heading.size())
                .mapToObj(column -> Collections.max(widths(column)))
                .toList();
        terminal.paintedLine(line(heading, widths, cell -> terminal.painted(Colour.HEADING, cell)));
        rows.forEach(row ->
                terminal.paintedLine(line(row, widths, cell -> terminal.painted(colourOf.apply(cell), cell))));
    }

    private List<Integer> widths(int column) {
        List<Integer> widths = new ArrayList<>(
                rows.stream().map(row -> row.get(column).length()).toList());
        widths.add(heading.get(column).length());
        return widths;
    }

    private static String line(List<String> cells, List<Integer> widths, Function<String, String> paint) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            String padding = last ? "" : " ".repeat(widths.get(i) - cells.get(i).length() + 2);
            line.append(paint.apply(cells.get(i))).append(padding);
        }
        return line.toString();
    }
}
