package io.litedrill.property;

import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StoredObject;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * A store whose replica changes while it is used: before a request, between the pages of a listing, and while a
 * body is read. A body whose object is replaced or deleted meanwhile may be resumed in vain, as those of large
 * objects are.
 */
final class OvertakingStore implements ObjectStore {
    private static final int MOST_STEPS = 6;

    private final ReplicaWriter writer;
    private final Random random;
    private final int percent;
    private final int pageKeys;
    private int left;

    /**
     * Creates a store.
     *
     * @param percent how often the replica changes at a place where it may
     * @param most the number of changes after which the replica stays as it is
     */
    OvertakingStore(ReplicaWriter writer, Random random, int percent, int most) {
        this.writer = writer;
        this.random = random;
        this.percent = percent;
        this.left = most;
        this.pageKeys = 1 + random.nextInt(12);
    }

    private synchronized boolean happens(int in100) {
        return random.nextInt(100) < in100;
    }

    private synchronized void pass() {
        writer.keepUp();
        if (left > 0 && happens(percent)) {
            for (int i = random.nextInt(MOST_STEPS); i >= 0 && left > 0; i--) {
                writer.step();
                left--;
            }
        }
    }

    @Override
    public String locate(String key) {
        return writer.store().locate(key);
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) {
        String from = after;
        while (true) {
            pass();
            List<StoredObject> page = page(prefix, from);
            for (StoredObject object : page) {
                if (!visitor.visit(object)) {
                    return;
                }
            }
            if (page.size() < pageKeys) {
                return;
            }
            from = page.get(page.size() - 1).key();
        }
    }

    private synchronized List<StoredObject> page(String prefix, String after) {
        List<StoredObject> page = new ArrayList<>();
        writer.store().list(prefix, after, object -> {
            page.add(object);
            return page.size() < pageKeys;
        });
        return page;
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        pass();
        synchronized (this) {
            return new Body(key, writer.store().bytes(key), writer.store().open(key, offset, length));
        }
    }

    @Override
    public void close() {
        // nothing is held
    }

    private final class Body extends FilterInputStream {
        private final String key;
        private final byte[] bytes;

        Body(String key, byte[] bytes, InputStream in) {
            super(in);
            this.key = key;
            this.bytes = bytes;
        }

        @Override
        public int read(byte[] target, int from, int count) throws IOException {
            if (happens(5)) {
                pass();
                resume();
            }
            return super.read(target, from, count);
        }

        private void resume() throws IOException {
            synchronized (OvertakingStore.this) {
                if (!Arrays.equals(bytes, writer.store().bytes(key)) && happens(30)) {
                    throw new StorageException(Kind.CHANGED, locate(key) + ": is another object now");
                }
            }
        }
    }
}
