package io.litedrill.replica.format;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Optional;
import net.jpountz.lz4.LZ4Exception;
import net.jpountz.lz4.LZ4Factory;
import net.jpountz.xxhash.XXHashFactory;

/**
 * Corrects the checksums of any readable bytes, so that the changes of a fuzzer pass the checks that would detect
 * them otherwise. It implements the formats separately from the readers under test.
 */
public final class Sealing {
    private static final int MOST_CONTENT = 1 << 20;
    private static final int NO_PAGE_SIZE = 0;

    private Sealing() {}

    /** Seals a WAL: the header's checksum, and every whole frame's salts and checksum. */
    public static byte[] wal(byte[] file) {
        byte[] sealed = file.clone();
        if (sealed.length < WalHeader.SIZE) {
            return sealed;
        }
        ByteBuffer wal = ByteBuffer.wrap(sealed);
        ByteOrder words = (wal.getInt(0) & 1) == 1 ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN;
        int[] sums = sum(new int[2], sealed, 0, 24, words);
        wal.putInt(24, sums[0]).putInt(28, sums[1]);
        int pageSize = pageSize(wal.getInt(8));
        int frame = WalReader.FRAME_HEADER_SIZE + pageSize;
        for (int at = WalHeader.SIZE; pageSize > NO_PAGE_SIZE && at + frame <= sealed.length; at += frame) {
            wal.putLong(at + 8, wal.getLong(16));
            sums = sum(sum(sums, sealed, at, 8, words), sealed, at + WalReader.FRAME_HEADER_SIZE, pageSize, words);
            wal.putInt(at + 16, sums[0]).putInt(at + 20, sums[1]);
        }
        return sealed;
    }

    /** Seals a file of one LZ4 frame: the checksums of its header, its blocks and its content. */
    public static byte[] lz4(byte[] file) {
        byte[] sealed = file.clone();
        new Frame(sealed, 0).seal();
        return sealed;
    }

    /**
     * Seals an LTX file: the checksums of its LZ4 frames and its own.
     *
     * @param newIndex whether the page index is rewritten correctly; otherwise it is unchanged
     */
    public static byte[] ltx(byte[] file, boolean newIndex) {
        byte[] sealed = file.clone();
        int pageSize = sealed.length < LtxHeader.SIZE
                ? NO_PAGE_SIZE
                : pageSize(ByteBuffer.wrap(sealed).getInt(8));
        return pageSize == NO_PAGE_SIZE ? sealed : new Ltx(sealed, pageSize).seal(newIndex);
    }

    private static int pageSize(int stated) {
        return stated >= 512 && stated <= 65_536 && Integer.bitCount(stated) == 1 ? stated : NO_PAGE_SIZE;
    }

    private static int[] sum(int[] from, byte[] bytes, int offset, int length, ByteOrder order) {
        ByteBuffer words = ByteBuffer.wrap(bytes, offset, length).order(order);
        int first = from[0];
        int second = from[1];
        while (words.hasRemaining()) {
            first += words.getInt() + second;
            second += words.getInt() + first;
        }
        return new int[] {first, second};
    }

    private static Optional<byte[]> inflate(byte[] file, int from, int length, int most) {
        try {
            return Optional.of(LZ4Factory.fastestInstance().safeDecompressor().decompress(file, from, length, most));
        } catch (LZ4Exception e) {
            return Optional.empty();
        }
    }

    private static int hash(byte[] bytes, int from, int length) {
        return XXHashFactory.fastestInstance().hash32().hash(bytes, from, length, 0);
    }

    /** One LZ4 frame at a place in an array, sealed there. */
    private static final class Frame {
        private final byte[] file;
        private final ByteBuffer bytes;
        private final ByteArrayOutputStream content = new ByteArrayOutputStream();
        private int at;

        Frame(byte[] file, int from) {
            this.file = file;
            this.bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
            this.at = from;
        }

        /** Returns whether the frame could be read to its end; {@link #at} is then that end. */
        boolean seal() {
            int start = at + 4;
            if (file.length - at < 7) {
                return false;
            }
            int flags = file[start];
            int fields = 2 + ((flags & 8) != 0 ? 8 : 0) + ((flags & 1) != 0 ? 4 : 0);
            if (file.length - start <= fields) {
                return false;
            }
            at = start + fields + 1;
            boolean whole = blocks((flags & 0x10) != 0);
            if ((flags & 8) != 0 && whole) {
                bytes.putLong(start + 2, content.size());
            }
            file[start + fields] = (byte) (hash(file, start, fields) >> 8);
            return whole && end((flags & 4) != 0);
        }

        private boolean blocks(boolean checksums) {
            while (at + 4 <= file.length) {
                int word = bytes.getInt(at);
                int length = word & 0x7fff_ffff;
                at += 4;
                if (word == 0) {
                    return true;
                }
                if (length > file.length - at - (checksums ? 4 : 0) || content.size() > MOST_CONTENT) {
                    return false;
                }
                take(word, length);
                at += length;
                if (checksums) {
                    bytes.putInt(at, hash(file, at - length, length));
                    at += 4;
                }
            }
            return false;
        }

        private void take(int word, int length) {
            Optional<byte[]> block = word < 0
                    ? Optional.of(Arrays.copyOfRange(file, at, at + length))
                    : inflate(file, at, length, MOST_CONTENT);
            block.ifPresent(content::writeBytes);
        }

        private boolean end(boolean checksum) {
            if (checksum && at + 4 <= file.length) {
                byte[] all = content.toByteArray();
                bytes.putInt(at, hash(all, 0, all.length));
            }
            at += checksum ? 4 : 0;
            return at <= file.length;
        }
    }

    /** One LTX file. */
    private static final class Ltx {
        private final byte[] file;
        private final int pageSize;
        private final ByteArrayOutputStream covered = new ByteArrayOutputStream();
        private final ByteArrayOutputStream index = new ByteArrayOutputStream();
        private int at = LtxHeader.SIZE;

        Ltx(byte[] file, int pageSize) {
            this.file = file;
            this.pageSize = pageSize;
        }

        byte[] seal(boolean newIndex) {
            covered.write(file, 0, LtxHeader.SIZE);
            while (at + 6 <= file.length) {
                ByteBuffer six = ByteBuffer.wrap(file, at, 6);
                int pgno = six.getInt();
                int flags = six.getShort();
                covered.write(file, at, 6);
                at += 6;
                if (pgno == 0 && flags == 0) {
                    return end(newIndex);
                }
                int start = at - 6;
                if (!page(flags)) {
                    return file;
                }
                uvarint(Integer.toUnsignedLong(pgno));
                uvarint(start);
                uvarint(at - start);
            }
            return file;
        }

        private boolean page(int flags) {
            if ((flags & 1) == 0) {
                Frame frame = new Frame(file, at);
                boolean whole = frame.seal();
                at = frame.at;
                covered.writeBytes(frame.content.toByteArray());
                return whole;
            }
            if (file.length - at < 4) {
                return false;
            }
            int size = ByteBuffer.wrap(file, at, 4).getInt();
            covered.write(file, at, 4);
            at += 4;
            if (size < 0 || size > file.length - at) {
                return false;
            }
            Optional<byte[]> page = inflate(file, at, size, pageSize);
            page.ifPresent(covered::writeBytes);
            at += size;
            return page.isPresent();
        }

        private byte[] end(boolean newIndex) {
            int endOfIndex = Math.max(at, file.length - 16);
            byte[] stands = Arrays.copyOfRange(file, at, endOfIndex);
            byte[] behind = newIndex ? index() : stands;
            covered.writeBytes(behind);
            covered.writeBytes(new byte[8]);
            long checksum = ReferenceCrc64.of(covered.toByteArray()) | (1L << 63);
            return ByteBuffer.allocate(at + behind.length + 16)
                    .put(file, 0, at)
                    .put(behind)
                    .putLong(0)
                    .putLong(checksum)
                    .array();
        }

        private byte[] index() {
            index.write(0);
            index.writeBytes(ByteBuffer.allocate(8).putLong(index.size()).array());
            return index.toByteArray();
        }

        private void uvarint(long value) {
            long rest = value;
            while (rest >= 0x80) {
                index.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            index.write((int) rest);
        }
    }
}
