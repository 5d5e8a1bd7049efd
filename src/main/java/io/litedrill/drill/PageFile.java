package io.litedrill.drill;

import io.litedrill.files.RegularFiles;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/** Reads and writes single pages of a database file in the scratch folder. */
final class PageFile implements AutoCloseable {
    private final FileChannel channel;
    private final byte[] page;
    private final long pages;

    private PageFile(FileChannel channel, int pageSize) throws IOException {
        this.channel = channel;
        this.page = new byte[pageSize];
        this.pages = channel.size() / pageSize;
    }

    static PageFile open(Path file, int pageSize) throws IOException {
        return new PageFile(RegularFiles.open(file), pageSize);
    }

    static PageFile create(Path file, int pageSize) throws IOException {
        return new PageFile(RegularFiles.create(file), pageSize);
    }

    /** Returns the number of pages when the file was opened. */
    long pages() {
        return pages;
    }

    /** Returns a copy of a page, which must be in the file. */
    byte[] read(long pgno) throws IOException {
        fill(pgno);
        return page.clone();
    }

    /** Returns true when a page, which must be in the file, has this content. */
    boolean holds(long pgno, byte[] content) throws IOException {
        fill(pgno);
        return Arrays.equals(page, content);
    }

    private void fill(long pgno) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(page);
        long at = (pgno - 1) * page.length;
        while (buffer.hasRemaining()) {
            int read = channel.read(buffer, at + buffer.position());
            if (read < 0) {
                throw new EOFException("page " + pgno + " of a restored file is not there");
            }
        }
    }

    void write(long pgno, byte[] content) throws IOException {
        ByteBuffer buffer = ByteBuffer.wrap(content);
        long at = (pgno - 1) * page.length;
        while (buffer.hasRemaining()) {
            at += channel.write(buffer, at);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
