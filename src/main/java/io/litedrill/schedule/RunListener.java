package io.litedrill.schedule;

import java.time.Duration;

/** Hears what a job cannot tell itself. What it throws is logged and otherwise ignored. */
public interface RunListener {
    /** Hears nothing. */
    RunListener NONE = new RunListener() {
        @Override
        public void overran(RunHandle run, Duration limit) {}

        @Override
        public void failed(RunHandle run, Throwable cause) {}
    };

    /** The run took longer than {@code limit} and was told to stop. It may still be at work. */
    void overran(RunHandle run, Duration limit);

    /** The job threw, without having been told to stop. */
    void failed(RunHandle run, Throwable cause);
}
