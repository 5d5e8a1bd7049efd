package io.litedrill.live;

import io.litedrill.files.RegularFiles;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.SqliteHeader;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * Reads the pages of an idle live database: those of the database file, with the committed frames of its {@code -wal}
 * applied. Does not use SQLite: takes no lock, starts no checkpoint, creates no file. The caller proves with {@link
 * LiveFiles} that nothing was written during the reading.
 *
 * <p>Closing a descriptor of a database file drops all POSIX locks that this process holds on it. So the file is opened
 * and closed only while this process has no other descriptor of it ({@link OwnDescriptors}). Used by one thread.
 */
public final class LivePages implements AutoCloseable {
    private final Path file;
    private final FileChannel main;
    private final byte[] header;
    private final WalFrames wal;
    private final int pageSize;

    private LivePages(Path file, FileChannel main, byte[] header, WalFrames wal) throws FormatException {
        this.file = file;
        this.main = main;
        this.header = header;
        this.wal = wal;
        this.pageSize = SqliteHeader.parse(header).pageSize();
    }

    /**
     * Opens a database.
     *
     * @throws FormatException when the file is not a database
     * @throws IOException when it cannot be read, or not without a risk for the locks of this process
     */
    public static LivePages open(Path database) throws IOException {
        Path file = database.toRealPath();
        if (OwnDescriptors.of(file).orElse(1) > 0) {
            throw new IOException(file + ": this process has it open, or its open files cannot be listed");
        }
        FileChannel main = RegularFiles.open(file);
        try {
            byte[] header = read(main, 0, SqliteHeader.SIZE);
            int pageSize = SqliteHeader.parse(header).pageSize();
            return new LivePages(file, main, header, WalFrames.read(Path.of(file + "-wal"), pageSize));
        } catch (IOException | RuntimeException e) {
            close(file, main);
            throw e;
        }
    }

    /** Returns the page size in bytes. */
    public int pageSize() {
        return pageSize;
    }

    /** Returns the number of pages after the last commit. */
    public long pages() throws IOException {
        if (wal.pages() > 0) {
            return wal.pages();
        }
        SqliteHeader first = SqliteHeader.parse(header);
        long held = main.size() / pageSize;
        boolean valid = first.versions().pagesAreValid() && first.pages() > 0 && first.pages() <= held;
        return valid ? first.pages() : held;
    }

    /**
     * Reads a page.
     *
     * @param pgno from 1 to {@link #pages}
     */
    public byte[] page(long pgno) throws IOException {
        if (wal.has(pgno)) {
            return wal.page(pgno);
        }
        return read(main, (pgno - 1) * pageSize, pageSize);
    }

    /**
     * Returns whether the headers of both files are unchanged since the first read, including the change counter and
     * the salts.
     */
    public boolean isUnchanged() throws IOException {
        return Arrays.equals(header, read(main, 0, SqliteHeader.SIZE)) && wal.isUnchanged();
    }

    static byte[] read(FileChannel channel, long from, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer, from + buffer.position()) < 0) {
                throw new EOFException("the file ends at " + (from + buffer.position()) + ", in a page or header");
            }
        }
        return buffer.array();
    }

    @Override
    public void close() throws IOException {
        wal.close();
        close(file, main);
    }

    private static void close(Path file, FileChannel main) throws IOException {
        OwnDescriptors.awaitSingle(file);
        main.close();
    }
}
