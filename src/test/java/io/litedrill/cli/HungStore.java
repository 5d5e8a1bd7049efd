package io.litedrill.cli;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;

/** A store like a folder on a network that is gone: whoever asks waits, and is not to be interrupted. */
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

    /** Lets everybody go. */
    public void release() {
        gone.countDown();
    }

    @Override
    public void close() {
        release();
    }
}
