package io.litedrill.cli;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A store like an unreachable network folder: each request waits, and ignores interrupts. */
public final class HungStore implements ObjectStore {
    private final CountDownLatch gone = new CountDownLatch(1);

    @Override
    public String locate(String key) {
        return "hung://store/" + key;
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) {
        await();
    }

    @Override
    public InputStream open(String key, long offset, long length) {
        await();
        return InputStream.nullInputStream();
    }

    private void await() {
        boolean waited = false;
        while (!waited) {
            try {
                gone.await();
                waited = true;
            } catch (InterruptedException e) {
                // as the kernel does with a read on a dead mount
            }
        }
    }

    /** Releases all waiting requests. */
    public void release() {
        gone.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
