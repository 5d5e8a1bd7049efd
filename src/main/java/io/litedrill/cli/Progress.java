package io.litedrill.cli;

import io.litedrill.app.Wording;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.restore.RestoreListener;

/** Shows the progress of a restore on a terminal; shows nothing without one. */
final class Progress implements RestoreListener, AutoCloseable {
    private static final long REDRAW_NANOS = 100_000_000;
    private static final String CLEAR = "\r\u001b[K";

    private final Terminal terminal;
    private final String what;
    private long files;
    private long bytes;
    private long drawnAt;

    Progress(Terminal terminal, String what) {
        this.terminal = terminal;
        this.what = Wording.harmless(what);
        draw("");
    }

    @Override
    public void done(ReplicaFile file) {
        files++;
        bytes += file.bytes();
        if (System.nanoTime() - drawnAt > REDRAW_NANOS) {
            draw(": " + files + " files, " + Wording.bytes(bytes));
        }
    }

    private void draw(String how) {
        if (terminal.progress()) {
            drawnAt = System.nanoTime();
            terminal.err().print(CLEAR + what + how);
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
