package io.litedrill.restore;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** Writes a database file page by page. Pages that are never written are zeros. */
final class DatabaseFile implements AutoCloseable {
    private final FileChannel channel;
    private long pagesWritten;

    private DatabaseFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the file, accessible to this user only; it must not exist. */
    static DatabaseFile create(Path path) throws IOException {
        return new DatabaseFile(RegularFiles.create(path));
    }

    /** Writes a page and replaces its previous content. */
    void writePage(long pgno, ByteBuffer page) throws IOException {
        write((pgno - 1) * page.remaining(), page);
        pagesWritten++;
    }

    /** Returns how many pages were written by number, repetitions included. */
    long pagesWritten() {
        return pagesWritten;
    }

    /** Writes bytes at an offset. */
    void write(long offset, ByteBuffer bytes) throws IOException {
        long at = offset;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
    }

    /** Sets the size of the file to exactly this many bytes. */
    void resize(long size) throws IOException {
        if (channel.size() > size) {
            channel.truncate(size);
        } else if (channel.size() < size) {
            write(size - 1, ByteBuffer.wrap(new byte[1]));
        }
    }

    long size() throws IOException {
        return channel.size();
    }

    /** Makes the written data durable across a crash. */
    void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
