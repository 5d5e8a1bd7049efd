package io.litedrill.restore;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/**
 * Writes a database file page by page, on another thread. Pages that follow each other are written together. Pages that
 * are never written are zeros.
 */
final class DatabaseFile implements PageTarget, AutoCloseable {
    private final FileChannel channel;
    private final WriteBehind writer;
    private long pagesWritten;

    private DatabaseFile(FileChannel channel) {
        this.channel = channel;
        this.writer = new WriteBehind(channel);
    }

    /** Creates the file, accessible to this user only; it must not exist. */
    static DatabaseFile create(Path path) throws IOException {
        return new DatabaseFile(RegularFiles.create(path));
    }

    /** Writes a page and replaces its previous content. */
    @Override
    public void writePage(long pgno, byte[] source, int start, int pageSize) throws IOException {
        writer.write((pgno - 1) * pageSize, source, start, pageSize);
        pagesWritten++;
    }

    @Override
    public long pagesWritten() {
        return pagesWritten;
    }

    @Override
    public void resize(long size) throws IOException {
        writer.finish();
        if (channel.size() > size) {
            channel.truncate(size);
        } else if (channel.size() < size) {
            channel.write(ByteBuffer.wrap(new byte[1]), size - 1);
        }
    }

    /** Fills a buffer with a page, which must have been written and flushed by {@link #resize}. */
    void readPage(long pgno, ByteBuffer page) throws IOException {
        long offset = (pgno - 1) * page.remaining();
        while (page.hasRemaining()) {
            if (channel.read(page, offset + page.position()) < 0) {
                throw new IOException("a file ended before page " + pgno + ", while a page was read back");
            }
        }
    }

    /** Writes all pages, so that readers of the file find them, and returns the open file. Only that remains in use. */
    FileChannel written() throws IOException {
        writer.finish();
        writer.close();
        return channel;
    }

    @Override
    public void close() throws IOException {
        writer.close();
        channel.close();
    }
}
