package io.litedrill.restore;

import io.litedrill.files.RegularFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;

/** A database file that is being written page by page. Pages that are never written are zeros. */
final class DatabaseFile implements AutoCloseable {
    private final FileChannel channel;
    private long pagesWritten;

    private DatabaseFile(FileChannel channel) {
        this.channel = channel;
    }

    /** Creates the file, for this user alone; it must not exist. */
    static DatabaseFile create(Path path) throws IOException {
        return new DatabaseFile(RegularFiles.create(path));
    }

    /** Writes a page over whatever stands there. */
    void writePage(long pgno, ByteBuffer page) throws IOException {
        write((pgno - 1) * page.remaining(), page);
        pagesWritten++;
    }

    /** How often a page was written by its number. */
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

    /** Makes the file exactly this long. */
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

    /** Makes what was written survive a crash. */
    void sync() throws IOException {
        channel.force(true);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
