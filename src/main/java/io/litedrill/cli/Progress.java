package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Format;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.restore.RestorePlan;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Shows the progress of a restore on a terminal, with its rate and the time left; shows nothing without one. */
final class Progress implements RestoreListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;
    /** The time after which the rate is meaningful, in nanoseconds. */
    private static final long MEASURED_NANOS = 1_000_000_000;

    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final String what;
    private OptionalLong total = OptionalLong.empty();
    private long files;
    private long bytes;
    private long pages;
    private long begunAt = System.nanoTime();
    private long drawnAt;

    Progress(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = Wording.harmless(what);
        draw("");
    }

    @Override
    public void began(RestorePlan plan) {
        total = OptionalLong.of(plan.bytes());
        files = 0;
        bytes = 0;
        pages = 0;
        begunAt = System.nanoTime();
    }

    @Override
    public void phase(RestorePhase phase) {
        if (phase == RestorePhase.VERIFYING) {
            draw(": testing the result");
        }
    }

    @Override
    public void done(ReplicaFile file) {
        files++;
        bytes += file.bytes();
        redraw();
    }

    @Override
    public void wrote(long more) {
        pages += more;
        redraw();
    }

    private void redraw() {
        long now = System.nanoTime();
        if (now - drawnAt > REDRAW_NANOS) {
            draw(": " + text(now - begunAt));
        }
    }

    /**
     * Describes the progress.
     *
     * @param nanos the time since the begin, in nanoseconds
     */
    private String text(long nanos) {
        String done = total.isPresent() && total.getAsLong() > 0
                ? String.format(Locale.ROOT, "%d%% of ", Math.min(100, bytes * 100 / total.getAsLong()))
                        + Wording.bytes(total.getAsLong())
                : Wording.count(files, "file") + ", " + Wording.bytes(bytes);
        if (bytes == 0 && pages > 0) {
            // nothing else changes while the first file, which may be large, is read
            return done + ", " + Wording.count(pages, "page") + " written";
        }
        if (nanos < MEASURED_NANOS || bytes == 0) {
            return done;
        }
        double rate = bytes * 1e9 / nanos;
        String left = total.isPresent()
                ? ", "
                        + Format.duration(
                                Duration.ofMillis(Math.round(Math.max(0, total.getAsLong() - bytes) * 1000 / rate)))
                        + " left"
                : "";
        return done + ", " + Wording.bytes(Math.round(rate)) + "/s" + left;
    }

    @Override
    public void printed(String hook, String line) {
        note(terminal, hook + ": " + line);
    }

    /** Prints a line for people in place of the progress, which the next drawing shows again. */
    static void note(Terminal terminal, String line) {
        if (terminal.progress()) {
            terminal.err().print(CLEAR);
        }
        terminal.note(line);
    }

    private void draw(String how) {
        if (terminal.progress()) {
            drawnAt = System.nanoTime();
            String text = what + how;
            terminal.err().print(CLEAR + text.substring(0, Math.min(text.length(), terminal.columns() - 1)));
            terminal.err().flush();
        }
    }

    @Override
    public void close() {
        if (terminal.progress()) {
            terminal.err().print(CLEAR);
            terminal.err().flush();
        }
    }
}
