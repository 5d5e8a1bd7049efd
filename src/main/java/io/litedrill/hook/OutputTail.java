package io.litedrill.hook;

import io.litedrill.text.PlainText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/** Reads all output of a command, so that the command never blocks on a full pipe, and keeps the end of it. */
final class OutputTail {
    /** Number of characters to keep: as many as a person reads in a message. */
    private static final int KEPT = 2_000;

    private final Thread reader;
    private final byte[] ring = new byte[KEPT];
    private final OutputLines lines;
    private long total;

    private OutputTail(InputStream output, OutputLines lines) {
        this.lines = lines;
        reader = new Thread(() -> drain(output), "hook-output");
        reader.setDaemon(true);
    }

    static OutputTail of(InputStream output, OutputLines lines) {
        OutputTail tail = new OutputTail(output, lines);
        tail.reader.start();
        return tail;
    }

    private void drain(InputStream output) {
        byte[] buffer = new byte[8_192];
        try (output) {
            for (int n = output.read(buffer); n >= 0; n = output.read(buffer)) {
                keep(buffer, n);
                lines.add(buffer, n);
            }
        } catch (IOException endedWithTheProcess) {
            // the output that was read before the failure is kept
        }
        lines.end();
    }

    private synchronized void keep(byte[] bytes, int count) {
        for (int i = 0; i < count; i++) {
            ring[(int) (total++ % KEPT)] = bytes[i];
        }
    }

    /** Waits for the end of the output, but at most this long: a background process may still hold it open. */
    void awaitEnd(long millis) throws InterruptedException {
        reader.join(millis);
    }

    /** Returns the end of the output so far. */
    synchronized String text() {
        int length = (int) Math.min(total, KEPT);
        byte[] last = new byte[length];
        for (int i = 0; i < length; i++) {
            last[i] = ring[(int) ((total - length + i) % KEPT)];
        }
        String text = new String(last, StandardCharsets.UTF_8);
        String cut = total > KEPT ? "..." : "";
        return cut + PlainText.marked(text.strip().replaceAll("\\s*[\\r\\n]+\\s*", " | "));
    }
}
