package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePhase;
import io.litedrill.restore.RestorePlan;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalLong;

/** Shows the progress of a restore, drill or scrub on a terminal, with its rate and the time left. */
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
    /** Whether bytes are counted as they are read, rather than when a file is done. */
    private boolean streamed;

    private long begunAt = System.nanoTime();
    private long drawnAt;

    Progress(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = Wording.harmless(what);
        draw("");
    }

    @Override
    public void began(RestorePlan plan) {
        begin(plan.bytes());
    }

    @Override
    public void verifies(long more) {
        begin(more);
        streamed = true;
    }

    private void begin(long of) {
        total = OptionalLong.of(of);
        files = 0;
        bytes = 0;
        pages = 0;
        begunAt = System.nanoTime();
    }

    @Override
    public void phase(RestorePhase phase) {
        if (phase == RestorePhase.VERIFYING) {
            draw(": testing the result");
            // the blocks of the files are garbage now; SQLite's cache takes their place in memory
            System.gc();
        }
    }

    @Override
    public void done(ReplicaFile file) {
        files++;
        bytes += streamed ? 0 : file.bytes();
        redraw();
    }

    @Override
    public void read(long more) {
        bytes += more;
        redraw();
    }

    @Override
    public void compares(int number, int of) {
        if (number == 1) {
            begunAt = System.nanoTime();
        }
        long nanos = System.nanoTime() - begunAt;
        String left = number == 1 || nanos < MEASURED_NANOS
                ? ""
                : ", " + left(nanos / 1e9 / (number - 1) * (of - number + 1));
        draw(": " + percent(number - 1L, of) + " of " + Wording.count(of, "comparison") + left);
    }

    @Override
    public void wrote(long more) {
        pages += more;
        redraw();
    }

    /** Called for each page: without a terminal, this must not cost anything. */
    private void redraw() {
        if (!terminal.progress()) {
            return;
        }
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
                ? percent(bytes, total.getAsLong()) + " of " + Wording.bytes(total.getAsLong())
                : Wording.count(files, "file") + ", " + Wording.bytes(bytes);
        if (bytes == 0 && pages > 0) {
            // nothing else changes while the first file, which may be large, is read
            return done + ", " + Wording.count(pages, "page") + " written";
        }
        if (nanos < MEASURED_NANOS || bytes == 0) {
            return done;
        }
        double rate = bytes * 1e9 / nanos;
        String left = total.isPresent() ? ", " + left(Math.max(0, total.getAsLong() - bytes) / rate) : "";
        return done + ", " + Wording.bytes(Math.round(rate)) + "/s" + left;
    }

    private static String percent(long done, long of) {
        return String.format(Locale.ROOT, "%d%%", Math.min(100, done * 100 / of));
    }

    private static String left(double seconds) {
        return Format.duration(Duration.ofMillis(Math.round(seconds * 1000))) + " left";
    }

    @Override
    public void printed(String hook, String line) {
        note(terminal, Hint.text(hook + ": " + line));
    }

    /** Prints a line for people in place of the progress, which the next drawing shows again. */
    static void note(Terminal terminal, Hint line) {
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
