package io.litedrill.hook;

import io.litedrill.text.PlainText;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits the output of a command into lines. A longer line than the limit is passed on in parts. */
final class OutputLines {
    private static final int LONGEST = 2_000;

    private final Consumer<String> lines;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    /**
     * Creates a splitter.
     *
     * @param lines receives each line as soon as it is complete, without its end and without control characters
     */
    OutputLines(Consumer<String> lines) {
        this.lines = lines;
    }

    void add(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            if (bytes[i] == '\n') {
                pass();
            } else {
                line.write(bytes[i]);
                if (line.size() == LONGEST) {
                    pass();
                }
            }
        }
    }

    /** Passes on the last line, which has no end. */
    void end() {
        if (line.size() > 0) {
            pass();
        }
    }

    private void pass() {
        lines.accept(PlainText.marked(line.toString(StandardCharsets.UTF_8).stripTrailing()));
        line.reset();
    }
}
