package io.litedrill.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Holds the pages by which a newer state differs from its base, in a sparse file that is deleted when this is closed.
 * Every page was verified when it was read from the replica.
 */
public final class Delta implements AutoCloseable {
    private final Path path;
    private final DatabaseFile file;
    private final PageSet changed = new PageSet();
    private int pageSize;
    private long size;

    private Delta(Path path, DatabaseFile file) {
        this.path = path;
        this.file = file;
    }

    /** Receives the changed pages. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * Receives a page.
         *
         * @param page contains the page from position 0; reused for the next page
         */
        void page(long pgno, ByteBuffer page) throws IOException;
    }

    /**
     * Reads the files of a plan into a new file. The base is neither read nor changed.
     *
     * @param path must not exist; its folder must exist
     * @throws RestoreException when the files cannot produce the state; no file is left behind
     * @throws io.litedrill.storage.StorageException when the store fails; no file is left behind
     * @throws IOException when the file cannot be written, or the thread was interrupted; no file is left behind
     */
    public static Delta read(IncrementPlan plan, Path path, RestoreListener listener) throws IOException {
        Delta delta = new Delta(path, DatabaseFile.create(path));
        try {
            delta.pageSize = plan.base().pageSize();
            delta.size = plan.base().pages() * delta.pageSize;
            if (!plan.files().isEmpty()) {
                RestoreEngine.replay(Replay.of(plan), delta.target(), path, listener);
            }
            return delta;
        } catch (IOException | RuntimeException | Error e) {
            delta.close();
            throw e;
        }
    }

    private PageTarget target() {
        return new PageTarget() {
            @Override
            public void writePage(long pgno, byte[] source, int start, int bytes) throws IOException {
                file.writePage(pgno, source, start, bytes);
                changed.add(pgno);
            }

            @Override
            public long pagesWritten() {
                return file.pagesWritten();
            }

            @Override
            public void resize(long bytes) throws IOException {
                size = bytes;
                changed.removeAfter(size / pageSize);
                file.resize(bytes);
            }
        };
    }

    /** Returns the size of the new state in bytes. */
    public long size() {
        return size;
    }

    /** Returns the number of pages of the new state. */
    public long pages() {
        return size / pageSize;
    }

    /** Returns the number of changed pages. */
    public long changedPages() {
        return changed.countAfter(0);
    }

    /** Returns whether the delta holds this page. */
    public boolean holds(long pgno) {
        return changed.contains(pgno);
    }

    /** Delivers each changed page, by number. */
    public void forEach(Receiver receiver) throws IOException {
        ByteBuffer page = ByteBuffer.allocateDirect(Math.max(1, pageSize));
        changed.forEach(pgno -> {
            file.readPage(pgno, page.clear());
            receiver.page(pgno, page.flip());
        });
    }

    @Override
    public void close() throws IOException {
        try (file) {
            Files.deleteIfExists(path);
        }
    }
}
