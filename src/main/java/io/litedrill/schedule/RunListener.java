package io.litedrill.schedule;

import java.time.Duration;

/** Receives events that a job cannot report itself. An exception thrown here is logged and otherwise ignored. */
public interface RunListener {
    /** Ignores all events. */
    RunListener NONE = new RunListener() {
        @Override
        public void overran(RunHandle run, Duration limit) {}

        @Override
        public void failed(RunHandle run, Throwable cause) {}
    };

    /** Reports that a run exceeded {@code limit} and was signalled to stop. It may still be running. */
    void overran(RunHandle run, Duration limit);

    /** Reports that a job threw an exception without having been signalled to stop. */
    void failed(RunHandle run, Throwable cause);
}
