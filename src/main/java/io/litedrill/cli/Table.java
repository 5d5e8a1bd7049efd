package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.cli.Terminal.Colour;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats rows of text: for people aligned below a heading, for a pipe separated by tabs, without a heading. A table
 * that is too wide for the terminal uses the brief forms of cells, and then leaves out columns, but breaks no value.
 */
final class Table {
    private static final int GAP = 2;

    private final List<Column> columns;
    private final List<List<Cell>> rows = new ArrayList<>();

    /**
     * Describes a column.
     *
     * @param dispensable 0 for a column that is always shown; of the others, the greatest is left out first
     */
    record Column(String heading, int dispensable) {
        /** Creates a column that is always shown. */
        static Column of(String heading) {
            return new Column(heading, 0);
        }
    }

    /**
     * Holds a value.
     *
     * @param brief the form for a narrow terminal
     */
    record Cell(String full, String brief) {
        /** Replaces characters that would break the table. */
        Cell {
            full = Wording.harmless(full).replace('\t', '?');
            brief = Wording.harmless(brief).replace('\t', '?');
        }

        /** Creates a value with one form. */
        static Cell of(String text) {
            return new Cell(text, text);
        }
    }

    /** Holds a column as it is printed. */
    private record Shown(Column column, int index, boolean brief) {
        private String text(List<Cell> row) {
            Cell cell = row.get(index);
            return brief ? cell.brief() : cell.full();
        }
    }

    /** Creates a table whose columns are all shown. */
    Table(String... heading) {
        this(Arrays.stream(heading).map(Column::of).toArray(Column[]::new));
    }

    Table(Column... columns) {
        this.columns = List.of(columns);
    }

    /** Adds a row with as many values as columns. */
    void row(String... cells) {
        rows.add(Arrays.stream(cells).map(Cell::of).toList());
    }

    /** Adds a row with as many values as columns. */
    void row(Cell... cells) {
        rows.add(List.of(cells));
    }

    /**
     * Prints the table. For people, prints no heading without rows.
     *
     * @param colourOf returns the colour of a cell for its text
     */
    void print(Terminal terminal, Function<String, Colour> colourOf) {
        if (!terminal.tables()) {
            rows.forEach(row -> terminal.line(row.stream().map(Cell::full).collect(Collectors.joining("\t"))));
        } else if (!rows.isEmpty()) {
            List<Shown> shown = fitting(terminal.columns());
            List<String> heading =
                    shown.stream().map(each -> each.column().heading()).toList();
            List<Integer> widths = shown.stream().map(this::width).toList();
            terminal.paintedLine(line(heading, widths, cell -> terminal.painted(Colour.HEADING, cell)));
            rows.stream()
                    .map(row -> shown.stream().map(each -> each.text(row)).toList())
                    .forEach(row -> terminal.paintedLine(
                            line(row, widths, cell -> terminal.painted(colourOf.apply(cell), cell))));
        }
    }

    /** Returns the columns that fit. */
    private List<Shown> fitting(int width) {
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(new Shown(columns.get(i), i, false));
        }
        while (width(shown) > width && (abbreviate(shown) || leaveOut(shown))) {
            // each step made the table narrower
        }
        return shown;
    }

    /** Abbreviates the first column that becomes narrower; returns false when there is no such column. */
    private boolean abbreviate(List<Shown> shown) {
        for (int i = 0; i < shown.size(); i++) {
            Shown brief = new Shown(shown.get(i).column(), shown.get(i).index(), true);
            if (width(brief) < width(shown.get(i))) {
                shown.set(i, brief);
                return true;
            }
        }
        return false;
    }

    /** Removes the most dispensable column; returns false when there is no such column. */
    private static boolean leaveOut(List<Shown> shown) {
        int most = shown.stream()
                .mapToInt(each -> each.column().dispensable())
                .max()
                .orElse(0);
        return most > 0 && shown.removeIf(each -> each.column().dispensable() == most);
    }

    private int width(List<Shown> shown) {
        return shown.stream().mapToInt(this::width).sum() + GAP * (shown.size() - 1);
    }

    private int width(Shown shown) {
        return Stream.concat(Stream.of(shown.column().heading()), rows.stream().map(shown::text))
                .mapToInt(String::length)
                .max()
                .orElse(0);
    }

    private static String line(List<String> cells, List<Integer> widths, Function<String, String> paint) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            String padding = last ? "" : " ".repeat(widths.get(i) - cells.get(i).length() + GAP);
            line.append(paint.apply(cells.get(i))).append(padding);
        }
        return line.toString();
    }
}
