package io.litedrill.kept;

import io.litedrill.files.RegularFiles;
import io.litedrill.replica.format.LtxReader;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.OptionalLong;
import java.util.zip.CRC32;
import java.util.zip.CRC32C;

/**
 * Computes and stores the checksums of the pages of a database: 8 bytes for each page, CRC-32C then CRC-32, in a
 * file. Memory use does not depend on the size of the database.
 */
final class PageSums implements AutoCloseable {
    static final int SUM = Long.BYTES;
    private static final int BLOCK = 1 << 20;

    private final FileChannel file;
    private final int pageSize;
    private final ByteBuffer one = ByteBuffer.allocate(SUM);

    PageSums(FileChannel file, int pageSize) {
        this.file = file;
        this.pageSize = pageSize;
    }

    /** Opens a file of checksums for reading and writing. */
    static PageSums open(Path file, int pageSize) throws IOException {
        return new PageSums(RegularFiles.open(file), pageSize);
    }

    /** Computes the checksums of a database into a new file. */
    static PageSums create(Path file, FileChannel database, int pageSize) throws IOException {
        PageSums sums = new PageSums(RegularFiles.create(file), pageSize);
        try {
            ByteBuffer block = ByteBuffer.allocateDirect(BLOCK / pageSize * SUM);
            sums.forEach(database, (pgno, sum) -> {
                block.putLong(sum);
                if (!block.hasRemaining()) {
                    sums.append(block);
                }
            });
            sums.append(block);
            return sums;
        } catch (IOException | RuntimeException e) {
            sums.close();
            throw e;
        }
    }

    private void append(ByteBuffer block) throws IOException {
        block.flip();
        while (block.hasRemaining()) {
            file.write(block, file.size());
        }
        block.clear();
    }

    /** Receives the checksum of a page. */
    @FunctionalInterface
    interface Receiver {
        void page(long pgno, long sum) throws IOException;
    }

    /** Reads a database and delivers the checksum of each page. */
    private void forEach(FileChannel database, Receiver receiver) throws IOException {
        ByteBuffer block = ByteBuffer.allocateDirect(Math.max(BLOCK, pageSize));
        long pages = database.size() / pageSize;
        for (long pgno = 1; pgno <= pages; ) {
            long left = (pages - pgno + 1) * pageSize;
            fill(database, block.clear().limit((int) Math.min(block.capacity(), left)), (pgno - 1) * pageSize);
            for (int at = 0; at < block.limit(); at += pageSize) {
                receiver.page(pgno++, of(block.duplicate().position(at).limit(at + pageSize)));
            }
        }
    }

    private static void fill(FileChannel from, ByteBuffer buffer, long offset) throws IOException {
        while (buffer.hasRemaining()) {
            if (from.read(buffer, offset + buffer.position()) < 0) {
                throw new IOException("a file of a kept copy ended early");
            }
        }
        buffer.flip();
    }

    /** Returns the checksum of a page. */
    static long of(ByteBuffer page) {
        CRC32C castagnoli = new CRC32C();
        castagnoli.update(page.duplicate());
        CRC32 other = new CRC32();
        other.update(page.duplicate());
        return castagnoli.getValue() << Integer.SIZE | other.getValue();
    }

    /** Returns the first page whose checksum is another than the stored one; empty if all are equal. */
    OptionalLong firstDifference(FileChannel database) throws IOException {
        ByteBuffer stored = ByteBuffer.allocate(BLOCK / Byte.SIZE);
        stored.limit(0);
        long[] first = {0};
        forEach(database, (pgno, sum) -> {
            if (!stored.hasRemaining()) {
                // at least one checksum, for any current size: a shorter file ends early, which is reported
                long left = Math.max(1, file.size() / SUM - (pgno - 1)) * SUM;
                fill(file, stored.clear().limit((int) Math.min(stored.capacity(), left)), (pgno - 1) * SUM);
            }
            if (stored.getLong() != sum && first[0] == 0) {
                first[0] = pgno;
            }
        });
        return first[0] == 0 ? OptionalLong.empty() : OptionalLong.of(first[0]);
    }

    /** Returns the stored checksum of a page. */
    long get(long pgno) throws IOException {
        fill(file, one.clear(), (pgno - 1) * SUM);
        return one.getLong();
    }

    /** Stores the checksum of a page. */
    void put(long pgno, long sum) throws IOException {
        one.clear().putLong(sum).flip();
        while (one.hasRemaining()) {
            file.write(one, (pgno - 1) * SUM + one.position());
        }
    }

    /**
     * Sets the number of pages. Of the new pages only SQLite's lock page may have no checksum yet: it is zeros.
     *
     * @param before number of pages before
     */
    void resize(long before, long pages) throws IOException {
        long lock = LtxReader.lockPage(pageSize);
        if (before < lock && lock <= pages) {
            put(lock, of(ByteBuffer.allocateDirect(pageSize)));
        }
        file.truncate(pages * SUM);
    }

    /** Returns the number of pages. */
    long pages() throws IOException {
        return file.size() / SUM;
    }

    /** Returns the SHA-256 of the checksums, in hex. */
    String digest() throws IOException {
        MessageDigest sha = sha256();
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        for (long at = 0; at < file.size(); at += block.limit()) {
            fill(file, block.clear().limit((int) Math.min(BLOCK, file.size() - at)), at);
            sha.update(block.duplicate());
        }
        return HexFormat.of().formatHex(sha.digest());
    }

    static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** Makes the checksums durable. */
    void sync() throws IOException {
        file.force(true);
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
