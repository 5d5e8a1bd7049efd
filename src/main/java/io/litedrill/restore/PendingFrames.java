package io.litedrill.restore;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;

/**
 * Holds the frames of a transaction until its commit. They are kept in memory up to a bound and then in a file: a
 * transaction can be larger than memory, and its frames must not reach the database before the commit.
 */
final class PendingFrames implements AutoCloseable {
    private static final int MEMORY = 4 << 20;
    private static final int PGNO_SIZE = Long.BYTES;

    private final Path spill;
    private final ByteBuffer buffer;
    private final int frameSize;
    private final FileChannel file;
    private long spilled;

    PendingFrames(Path spill, int pageSize) throws IOException {
        this.spill = spill;
        this.frameSize = PGNO_SIZE + pageSize;
        this.buffer = ByteBuffer.allocate(MEMORY / frameSize * frameSize);
        this.file = FileChannel.open(
                spill,
                Set.of(
                        StandardOpenOption.CREATE_NEW,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    }

    void add(long pgno, byte[] page) throws IOException {
        if (buffer.remaining() < frameSize) {
            flush();
        }
        buffer.putLong(pgno).put(page);
    }

    private void flush() throws IOException {
        buffer.flip();
        while (buffer.hasRemaining()) {
            spilled += file.write(buffer, spilled);
        }
        buffer.clear();
    }

    /**
     * Applies the frames in order, then discards them.
     *
     * @param pages number of pages of the database after their commit; a frame of a higher page number was written
     *     before the transaction truncated the database
     */
    void applyTo(DatabaseFile database, long pages) throws IOException {
        if (spilled > 0) {
            flush();
            applySpilled(database, pages);
        } else {
            buffer.flip();
            apply(database, pages);
        }
        forget();
    }

    /** Discards the frames of a transaction without a commit. */
    void forget() throws IOException {
        if (spilled > 0) {
            file.truncate(0);
            spilled = 0;
        }
        buffer.clear();
    }

    private void applySpilled(DatabaseFile database, long pages) throws IOException {
        long at = 0;
        while (at < spilled) {
            buffer.clear();
            buffer.limit((int) Math.min(buffer.capacity(), spilled - at));
            while (buffer.hasRemaining()) {
                int read = file.read(buffer, at + buffer.position());
                if (read < 0) {
                    throw new IOException(spill + ": ended early while a transaction was read back");
                }
            }
            at += buffer.limit();
            buffer.flip();
            apply(database, pages);
        }
    }

    private void apply(DatabaseFile database, long pages) throws IOException {
        while (buffer.hasRemaining()) {
            long pgno = buffer.getLong();
            ByteBuffer page = buffer.slice(buffer.position(), frameSize - PGNO_SIZE);
            if (pgno <= pages) {
                database.writePage(pgno, page);
            }
            buffer.position(buffer.position() + frameSize - PGNO_SIZE);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
