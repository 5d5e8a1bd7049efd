package io.litedrill.replica.format;

import java.io.IOException;

/** Reads a snapshot of the {@code wal} layout page by page. Not safe for use by several threads. */
public final class SnapshotReader implements AutoCloseable {
    private static final int HEADER_SIZE = 100;

    private final BlockStream content;
    private final ByteSource source;
    private final byte[] scratch;
    private byte[] page;
    private int pageStart;
    private long pages;

    /**
     * Creates a reader and reads the header of the database. If this throws, the caller must close the stream.
     *
     * @param content the database, from its first byte
     * @throws FormatException when it is not a database
     * @throws IOException when the stream throws it
     */
    public SnapshotReader(BlockStream content) throws IOException {
        this.content = content;
        this.source = new ByteSource(content);
        ByteCursor start = source.peek(HEADER_SIZE);
        this.scratch =
                new byte[SqliteHeader.parse(start.bytes(start.remaining())).pageSize()];
        this.page = scratch;
    }

    /** Returns the size of a page in bytes. */
    public int pageSize() {
        return scratch.length;
    }

    /**
     * Moves to the next page.
     *
     * @return false at the end, exactly after a page
     * @throws MalformedException when the stream is damaged or ends inside a page
     * @throws IOException when the stream throws it
     */
    public boolean next() throws IOException {
        if (source.atEnd()) {
            return false;
        }
        page = source.view(scratch.length, scratch, "page of a database of pages of " + scratch.length + " bytes");
        pageStart = source.viewStart();
        pages++;
        return true;
    }

    /** Returns the number of the current page; at the end, the number of pages. */
    public long pgno() {
        return pages;
    }

    /** Returns an array that contains the current page from {@link #pageStart}, until the next page. */
    public byte[] pageArray() {
        return page;
    }

    /** Returns where the page begins in {@link #pageArray}. */
    public int pageStart() {
        return pageStart;
    }

    @Override
    public void close() throws IOException {
        content.close();
    }
}
