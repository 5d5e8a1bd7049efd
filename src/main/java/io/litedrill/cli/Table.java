package io.litedrill.cli;

import io.litedrill.app.Wording;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Formats rows of text: for people aligned below a heading, for a pipe separated by tabs, without a heading. A table
 * that is too wide for the terminal uses the brief forms of cells, puts long names on lines of their own, and then
 * leaves out columns, but breaks no value.
 */
final class Table {
    private static final int GAP = 2;
    /** The width of the first column when longer names have lines of their own. */
    private static final int SHORT_NAME = 24;

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
    record Cell(String full, String brief, Colour colour) {
        /** Replaces characters that would break the table. */
        Cell {
            full = Wording.harmless(full).replace('\t', '?');
            brief = Wording.harmless(brief).replace('\t', '?');
        }

        /** Creates a value without a colour. */
        Cell(String full, String brief) {
            this(full, brief, Colour.PLAIN);
        }

        /** Creates a value with one form. */
        static Cell of(String text) {
            return new Cell(text, text);
        }

        /** Returns the same value in a colour. */
        Cell in(Colour other) {
            return new Cell(full, brief, other);
        }
    }

    /** Holds a column as it is printed. */
    private record Shown(Column column, int index, boolean brief) {
        private String text(List<Cell> row) {
            return cell(row).full();
        }

        private Cell cell(List<Cell> row) {
            Cell cell = row.get(index);
            return brief ? Cell.of(cell.brief()).in(cell.colour()) : cell;
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
     */
    void print(Terminal terminal) {
        if (!terminal.tables()) {
            rows.forEach(row -> terminal.line(row.stream().map(Cell::full).collect(Collectors.joining("\t"))));
        } else if (!rows.isEmpty()) {
            List<Shown> shown = fitting(terminal.columns());
            List<Cell> heading = shown.stream()
                    .map(each -> Cell.of(each.column().heading()).in(Colour.HEADING))
                    .toList();
            List<Integer> widths = widths(shown, terminal.columns());
            terminal.paintedLine(line(terminal, heading, widths));
            rows.stream()
                    .map(row -> shown.stream().map(each -> each.cell(row)).toList())
                    .forEach(row -> terminal.paintedLine(line(terminal, row, widths)));
        }
    }

    /** Returns the columns that fit. */
    private List<Shown> fitting(int width) {
        List<Shown> shown = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            shown.add(new Shown(columns.get(i), i, false));
        }
        while (width(shown) > width && abbreviate(shown)) {
            // each step made the table narrower
        }
        if (width(shown) > width) {
            int longer = Math.max(0, width(shown.get(0)) - SHORT_NAME);
            while (width(shown) - longer > width && leaveOut(shown)) {
                // as before
            }
        }
        return shown;
    }

    /**
     * Returns the widths of the columns. The first one is narrower than its longest name where the table needs it.
     */
    private List<Integer> widths(List<Shown> shown, int width) {
        List<Integer> widths = new ArrayList<>(shown.stream().map(this::width).toList());
        int tooMuch = Math.max(0, width(shown) - width);
        widths.set(0, Math.max(Math.min(SHORT_NAME, widths.get(0)), widths.get(0) - tooMuch));
        return widths;
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

    private static String line(Terminal terminal, List<Cell> cells, List<Integer> widths) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            boolean last = i == cells.size() - 1;
            String text = cells.get(i).full();
            line.append(terminal.painted(cells.get(i).colour(), text));
            if (!last && text.length() > widths.get(i)) {
                line.append('\n').append(" ".repeat(widths.get(i) + GAP));
            } else if (!last) {
                line.append(" ".repeat(widths.get(i) - text.length() + GAP));
            }
        }
        return line.toString();
    }
}
