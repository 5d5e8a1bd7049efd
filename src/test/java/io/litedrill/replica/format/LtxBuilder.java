package io.litedrill.replica.format;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Writes one valid LTX file. Each of the methods at the end breaks one rule. All other checksums and lengths stay
 * correct for the bytes in the file.
 */
public final class LtxBuilder {
    /** Encodings of pages. */
    public enum Encoding {
        /** A sized raw LZ4 block: Litestream 0.5.16 on. */
        BLOCK,
        /** One LZ4 frame: Litestream 0.5.0 to 0.5.15. */
        FRAME
    }

    /**
     * A page frame: the bytes in the file after its header of 6 bytes, and the part of them that the file checksum
     * covers.
     */
    private record Frame(long pgno, int flags, ByteBuffer stored, ByteBuffer covered) {}

    private final ByteBuffer header = ByteBuffer.allocate(LtxHeader.SIZE);
    private final List<Frame> frames = new ArrayList<>();
    private final List<long[]> indexEdits = new ArrayList<>();
    private Encoding encoding = Encoding.BLOCK;
    private byte[] endOfPages = new byte[6];
    private long indexLengthError;
    private long postApply;
    private long checksumError;
    private byte[] trailing = {};

    private LtxBuilder(int pageSize, long commit) {
        header.putInt(0, 0x4c545831).putInt(4, 2).putInt(8, pageSize).putInt(12, (int) commit);
        txids(1, 1).timestamp(Instant.parse("2026-11-23T05:00:00.123Z"));
    }

    /**
     * Returns a file of TXIDs 1 to 1 without pages.
     *
     * @param commit the size of the database after it, in pages
     */
    public static LtxBuilder of(int pageSize, long commit) {
        return new LtxBuilder(pageSize, commit);
    }

    /**
     * Returns a file of TXIDs 1 to {@code maxTxid} with all pages but the lock page, which {@link TestPages}
     * generates in this variant.
     */
    public static LtxBuilder snapshot(int pageSize, long commit, long maxTxid, int variant) {
        LtxBuilder builder = of(pageSize, commit).txids(1, maxTxid);
        for (long pgno = 1; pgno <= commit; pgno++) {
            if (pgno != LtxReader.lockPage(pageSize)) {
                builder.page(pgno, TestPages.page(pageSize, pgno, variant));
            }
        }
        return builder;
    }

    /** Sets the first and last transaction, unsigned. */
    public LtxBuilder txids(long min, long max) {
        header.putLong(16, min).putLong(24, max);
        return this;
    }

    /** Sets the time in the header, to the millisecond. */
    public LtxBuilder timestamp(Instant time) {
        header.putLong(32, time.toEpochMilli());
        return this;
    }

    /** Sets the part of the live WAL in the header. */
    public LtxBuilder wal(long offset, long size, long salt1, long salt2) {
        header.putLong(48, offset).putLong(56, size).putInt(64, (int) salt1).putInt(68, (int) salt2);
        return this;
    }

    /** Sets the encoding of pages that are added afterwards. */
    public LtxBuilder encoding(Encoding of) {
        encoding = of;
        return this;
    }

    /** Adds a page. Page numbers are not checked, because the reader has to do that. */
    public LtxBuilder page(long pgno, byte[] content) {
        if (encoding == Encoding.FRAME) {
            return rawPage(pgno, 0, Lz4Builder.frame(content), content);
        }
        byte[] block = Lz4Builder.compress(content);
        return block(pgno, block, block.length, content);
    }

    /** Adds a page with a given raw LZ4 block, and a given size in front of it. */
    public LtxBuilder block(long pgno, byte[] block, int statedSize, byte[] content) {
        byte[] size = ByteBuffer.allocate(4).putInt(statedSize).array();
        return rawPage(pgno, 1, concat(size, block), concat(size, content));
    }

    /** Adds a page frame with the given bytes, and the part of them that the file checksum covers. */
    public LtxBuilder rawPage(long pgno, int flags, byte[] stored, byte[] covered) {
        Optional<Frame> last = frames.isEmpty() ? Optional.empty() : Optional.of(frames.get(frames.size() - 1));
        frames.add(
                new Frame(pgno, flags, copy(stored, last.map(Frame::stored)), copy(covered, last.map(Frame::covered))));
        return this;
    }

    /** A copy, or that of the page before if it has the same bytes: a database of zeros may be a gibibyte. */
    private static ByteBuffer copy(byte[] bytes, Optional<ByteBuffer> before) {
        return before.filter(ByteBuffer.wrap(bytes)::equals).orElseGet(() -> ByteBuffer.wrap(bytes.clone()));
    }

    /** Overwrites bytes of the header. */
    public LtxBuilder header(int offset, byte... bytes) {
        header.put(offset, bytes);
        return this;
    }

    /** Replaces the six zero bytes that end the pages. */
    public LtxBuilder endOfPages(byte... bytes) {
        endOfPages = bytes.clone();
        return this;
    }

    /**
     * Adds to one number of one entry of the page index.
     *
     * @param field 0 page number, 1 offset, 2 length
     */
    public LtxBuilder editIndex(int entry, int field, long difference) {
        indexEdits.add(new long[] {entry, field, difference});
        return this;
    }

    /** Adds to the length field of the page index. */
    public LtxBuilder indexLengthError(long difference) {
        indexLengthError = difference;
        return this;
    }

    /** Sets the post-apply checksum of the trailer. */
    public LtxBuilder postApply(long checksum) {
        postApply = checksum;
        return this;
    }

    /** Flips bits of the file checksum. */
    public LtxBuilder checksumError(long mask) {
        checksumError = mask;
        return this;
    }

    /** Adds bytes after the trailer. */
    public LtxBuilder trailing(byte... bytes) {
        trailing = bytes.clone();
        return this;
    }

    /** Returns the bytes of the file. */
    public byte[] build() {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        try {
            writeTo(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return file.toByteArray();
    }

    /** Writes the file; a large one needs no memory except for its pages. */
    public void writeTo(OutputStream file) throws IOException {
        ReferenceCrc64 covered = new ReferenceCrc64();
        List<long[]> index = new ArrayList<>();
        both(file, covered, header.array());
        long start = LtxHeader.SIZE;
        for (Frame frame : frames) {
            byte[] six = ByteBuffer.allocate(6)
                    .putInt((int) frame.pgno())
                    .putShort((short) frame.flags())
                    .array();
            both(file, covered, six);
            file.write(frame.stored().array());
            covered.update(frame.covered().array());
            long length = (long) six.length + frame.stored().capacity();
            index.add(new long[] {frame.pgno(), start, length});
            start += length;
        }
        both(file, covered, endOfPages);
        both(file, covered, index(index));
        both(file, covered, longs(postApply));
        file.write(longs((covered.value() | (1L << 63)) ^ checksumError));
        file.write(trailing);
    }

    /** Returns a reader of the bytes of the file. */
    LtxReader open() throws IOException {
        byte[] file = build();
        return new LtxReader(new ByteArrayInputStream(file), file.length);
    }

    private byte[] index(List<long[]> entries) {
        for (long[] edit : indexEdits) {
            entries.get((int) edit[0])[(int) edit[1]] += edit[2];
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (long[] entry : entries) {
            for (long number : entry) {
                uvarint(out, number);
            }
        }
        uvarint(out, 0);
        out.writeBytes(longs(out.size() + indexLengthError));
        return out.toByteArray();
    }

    private static void uvarint(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (Long.compareUnsigned(rest, 0x80) >= 0) {
            out.write((int) ((rest & 0x7f) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static byte[] longs(long value) {
        return ByteBuffer.allocate(8).putLong(value).array();
    }

    private static void both(OutputStream file, ReferenceCrc64 covered, byte[] bytes) throws IOException {
        file.write(bytes);
        covered.update(bytes);
    }

    private static byte[] concat(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
