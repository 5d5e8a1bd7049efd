package io.litedrill.schedule;

/** Threads that do not keep the process alive: one that never stops must not block the end of the daemon. */
final class DaemonThreads {
    private DaemonThreads() {}

    static Thread thread(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }
}
