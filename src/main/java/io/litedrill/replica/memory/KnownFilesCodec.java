package io.litedrill.replica.memory;

import io.litedrill.replica.Reading;
import io.litedrill.replica.format.ByteCursor;
import io.litedrill.replica.format.MalformedException;
import io.litedrill.replica.memory.MissedFile.Change;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;

/**
 * Encodes known files compactly: about ten bytes for a file, and some ten more for what was read of it.
 *
 * <p>The format is a version byte, then deflated data: the time of the last complete listing; the number of files, and
 * each file with what was read of it; the number of missed files, each with its two times and the change. A file is the
 * number of bytes that its key shares with the key before, the number of further bytes, these bytes, the size, and the
 * time. A time is the difference in seconds to the time before, as a zigzag varint, and the nanoseconds. Numbers are
 * unsigned varints. Version 1 has neither the time of the complete listing nor readings.
 */
public final class KnownFilesCodec {
    private static final int VERSION = 2;
    private static final int WITHOUT_READINGS = 1;

    /** The maximum inflated size in bytes: a million files with long names. Larger data is damaged. */
    private static final int MOST_BYTES = 256 << 20;

    private static final int LONGEST_KEY = 8192;

    private KnownFilesCodec() {}

    /** Encodes the files, without their location and the time of the listing. */
    public static byte[] encode(KnownFiles known) {
        Writer writer = new Writer();
        writer.time(known.completeAt());
        writer.number(known.files().size());
        known.files().forEach(writer::read);
        writer.number(known.missed().size());
        known.missed().forEach(writer::missed);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(VERSION);
        try (OutputStream deflated = new DeflaterOutputStream(out)) {
            writer.bytes.writeTo(deflated);
        } catch (IOException e) {
            throw new IllegalStateException("memory cannot be written", e);
        }
        return out.toByteArray();
    }

    /**
     * Decodes the output of {@link #encode}.
     *
     * @throws IllegalArgumentException when the bytes are not output of {@link #encode}
     */
    public static KnownFiles decode(String location, Instant listedAt, byte[] bytes) {
        try {
            return read(location, listedAt, bytes);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    private static KnownFiles read(String location, Instant listedAt, byte[] bytes) throws MalformedException {
        if (bytes.length == 0 || (bytes[0] != VERSION && bytes[0] != WITHOUT_READINGS)) {
            throw new MalformedException("not the form of version " + VERSION, 0);
        }
        boolean readings = bytes[0] == VERSION;
        Reader reader = new Reader(new ByteCursor(inflated(bytes)));
        Instant completeAt = readings ? reader.time() : Instant.EPOCH;
        List<KnownFile> files = new ArrayList<>();
        for (long i = reader.number(); i > 0; i--) {
            files.add(readings ? reader.read() : reader.file());
        }
        List<MissedFile> missed = new ArrayList<>();
        for (long i = reader.number(); i > 0; i--) {
            missed.add(reader.missed());
        }
        return new KnownFiles(location, listedAt, completeAt, files, missed);
    }

    private static byte[] inflated(byte[] bytes) throws MalformedException {
        try (InputStream in = new InflaterInputStream(new ByteArrayInputStream(bytes, 1, bytes.length - 1))) {
            byte[] inflated = in.readNBytes(MOST_BYTES);
            if (in.read() >= 0) {
                throw new MalformedException("inflates to more than " + MOST_BYTES + " bytes", 1);
            }
            return inflated;
        } catch (MalformedException e) {
            throw e;
        } catch (IOException e) {
            throw new MalformedException("does not inflate: " + e.getMessage(), 1);
        }
    }

    private static final class Writer {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private byte[] lastKey = new byte[0];
        private long lastSecond;

        void file(KnownFile file) {
            byte[] key = file.key().getBytes(StandardCharsets.UTF_8);
            int differs = Arrays.mismatch(key, lastKey);
            int same = differs < 0 ? key.length : differs;
            number(same);
            number(key.length - same);
            bytes.write(key, same, key.length - same);
            lastKey = key;
            number(file.size());
            time(file.modified());
        }

        void read(KnownFile file) {
            file(file);
            ReadingCodec.write(file.reading(), this::number, this::time);
        }

        void missed(MissedFile missed) {
            file(missed.file());
            time(missed.lastSeen());
            time(missed.since());
            number(missed.change() == Change.REPLACED ? 1 : 0);
        }

        void time(Instant time) {
            long ahead = time.getEpochSecond() - lastSecond;
            number((ahead << 1) ^ (ahead >> 63));
            number(time.getNano());
            lastSecond = time.getEpochSecond();
        }

        void number(long value) {
            long rest = value;
            while ((rest & ~0x7fL) != 0) {
                bytes.write((int) ((rest & 0x7f) | 0x80));
                rest >>>= 7;
            }
            bytes.write((int) rest);
        }
    }

    private static final class Reader {
        private final ByteCursor bytes;
        private byte[] lastKey = new byte[0];
        private long lastSecond;

        Reader(ByteCursor bytes) {
            this.bytes = bytes;
        }

        long number() throws MalformedException {
            return bytes.uvarint();
        }

        KnownFile file() throws MalformedException {
            long same = number();
            if (same < 0 || same > lastKey.length) {
                throw malformed("a key that shares " + same + " bytes with one of " + lastKey.length);
            }
            long rest = number();
            if (rest < 0 || rest > bytes.remaining() || same + rest > LONGEST_KEY) {
                throw malformed("a key that goes on for " + rest + " bytes");
            }
            byte[] key = Arrays.copyOf(lastKey, (int) (same + rest));
            System.arraycopy(bytes.bytes((int) rest), 0, key, (int) same, (int) rest);
            lastKey = key;
            KnownFile file = new KnownFile(new String(key, StandardCharsets.UTF_8), number(), time());
            if (file.size() < 0 || !file.isNamed()) {
                throw malformed("no file of a replica");
            }
            return file;
        }

        KnownFile read() throws MalformedException {
            KnownFile file = file();
            Reading reading = ReadingCodec.read(bytes, this::time);
            return new KnownFile(file.key(), file.size(), file.modified(), reading);
        }

        MissedFile missed() throws MalformedException {
            return new MissedFile(file(), time(), time(), number() == 0 ? Change.GONE : Change.REPLACED);
        }

        Instant time() throws MalformedException {
            long zigzag = number();
            lastSecond += (zigzag >>> 1) ^ -(zigzag & 1);
            long nanos = number();
            if (nanos < 0 || nanos > 999_999_999) {
                throw malformed("a time with " + nanos + " ns");
            }
            try {
                return Instant.ofEpochSecond(lastSecond, nanos);
            } catch (DateTimeException e) {
                throw malformed("a time past all times");
            }
        }

        private MalformedException malformed(String what) {
            return new MalformedException(what, bytes.position());
        }
    }
}
