package io.litedrill.verify;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The first 100 bytes of a database file, and its size against them. SQLite believes the header or the size, whichever
 * suits; a restored file must have both right. Format: <a
 * href="https://www.sqlite.org/fileformat2.html#the_database_header">sqlite.org/fileformat2.html</a>, section 1.3.
 */
final class HeaderCheck {
    private static final int SIZE = 100;
    private static final byte[] MAGIC = "SQLite format 3\0".getBytes(StandardCharsets.US_ASCII);
    private static final int LEAST_USABLE_BYTES = 480;

    private HeaderCheck() {}

    /** What the file's header shows; the files that SQLite cannot open at all are told apart. */
    record Header(Answer answer, Optional<String> unusable) {}

    // not through java.nio: an interrupt would close the channel and look like a broken file
    static Header check(Path file) {
        try (RandomAccessFile in = new RandomAccessFile(file.toFile(), "r")) {
            long length = in.length();
            if (length < SIZE) {
                String what = length == 0 ? "the file is empty" : "the file has " + length + " bytes, a header has 100";
                return new Header(Answer.failed(what), Optional.of(what));
            }
            byte[] header = new byte[SIZE];
            in.readFully(header);
            return check(ByteBuffer.wrap(header), length);
        } catch (IOException e) {
            String what = "cannot be read: " + e.getMessage();
            return new Header(Answer.inconclusive(what), Optional.of(what));
        }
    }

    private static Header check(ByteBuffer header, long length) {
        if (!header.slice(0, MAGIC.length).equals(ByteBuffer.wrap(MAGIC))) {
            String what = "not an SQLite database: it does not begin with \"SQLite format 3\"";
            return new Header(Answer.failed(what), Optional.of(what));
        }
        int pageSize = pageSize(header);
        if (pageSize < 512 || Integer.bitCount(pageSize) != 1) {
            String what = "page size " + pageSize + " at byte 16 is no power of two from 512 to 65536";
            return new Header(Answer.failed(what), Optional.of(what));
        }
        List<String> wrong = new ArrayList<>(fields(header, pageSize));
        wrong.addAll(size(header, pageSize, length));
        return new Header(
                wrong.isEmpty()
                        ? Answer.passed(length / pageSize + " pages of " + pageSize + " bytes")
                        : Answer.failed(String.join("; ", wrong)),
                Optional.empty());
    }

    private static int pageSize(ByteBuffer header) {
        int stored = Short.toUnsignedInt(header.getShort(16));
        return stored == 1 ? 65536 : stored;
    }

    private static List<String> fields(ByteBuffer header, int pageSize) {
        List<String> wrong = new ArrayList<>();
        int version = Byte.toUnsignedInt(header.get(19));
        if (version < 1 || version > 2) {
            wrong.add("read version " + version + " at byte 19 is neither 1 nor 2");
        }
        int reserved = Byte.toUnsignedInt(header.get(20));
        if (pageSize - reserved < LEAST_USABLE_BYTES) {
            wrong.add(reserved + " reserved bytes of each page (byte 20) leave less than " + LEAST_USABLE_BYTES);
        }
        if (header.get(21) != 64 || header.get(22) != 32 || header.get(23) != 32) {
            wrong.add("the payload fractions at bytes 21 to 23 are not 64, 32, 32");
        }
        return wrong;
    }

    private static List<String> size(ByteBuffer header, int pageSize, long length) {
        List<String> wrong = new ArrayList<>();
        if (length % pageSize != 0) {
            wrong.add("the file's " + length + " bytes are no multiple of its page size " + pageSize);
        }
        long pages = Integer.toUnsignedLong(header.getInt(28));
        // the count is only valid when the last writer knew of it: byte 92 then repeats the change counter at byte 24
        boolean valid = pages > 0 && header.getInt(24) == header.getInt(92);
        if (valid && pages * pageSize != length) {
            wrong.add("the header counts " + pages + " pages of " + pageSize + " bytes, the file has " + length
                    + " bytes" + (length < pages * pageSize ? " (truncated)" : ""));
        }
        return wrong;
    }
}
