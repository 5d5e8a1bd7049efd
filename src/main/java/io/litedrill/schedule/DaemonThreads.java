package io.litedrill.schedule;

/** Creates daemon threads: a thread that never stops must not prevent the end of the process. */
final class DaemonThreads {
    private DaemonThreads() {}

    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
