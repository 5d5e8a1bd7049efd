package io.litedrill.replica.memory;

import io.litedrill.replica.Reading;
import io.litedrill.replica.Salts;
import io.litedrill.replica.format.ByteCursor;
import io.litedrill.replica.format.MalformedException;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/**
 * Encodes what was read of a file: a kind, then its numbers as unsigned varints. A number that may be absent is 0, or
 * one more than the number.
 */
final class ReadingCodec {
    private static final int UNREAD = 0;
    private static final int OPENED = 1;
    private static final int MEASURED = 2;
    private static final int MEASURED_HEAD = 3;
    private static final int HEADER = 4;

    private static final long MOST_SALT = 0xffff_ffffL;
    private static final long MOST_PAGE_SIZE = 65_536;

    private ReadingCodec() {}

    /** Reads a time in the form of the caller. */
    @FunctionalInterface
    interface Times {
        Instant next() throws MalformedException;
    }

    static void write(Reading reading, LongConsumer number, Consumer<Instant> time) {
        if (reading instanceof Reading.Opened opened) {
            number.accept(OPENED);
            number.accept(orZero(opened.pages()));
        } else if (reading instanceof Reading.Measured measured) {
            number.accept(measured.salts().isPresent() ? MEASURED_HEAD : MEASURED);
            number.accept(measured.length());
            measured.salts().ifPresent(salts -> write(salts, number));
            number.accept(orZero(measured.pages()));
        } else if (reading instanceof Reading.Header header) {
            number.accept(HEADER);
            time.accept(header.timestamp());
            number.accept(header.pages());
            number.accept(header.pageSize());
            write(header.salts(), number);
            number.accept(header.wal().start());
            number.accept(header.wal().end());
        } else {
            number.accept(UNREAD);
        }
    }

    private static void write(Salts salts, LongConsumer number) {
        number.accept(salts.first());
        number.accept(salts.second());
    }

    private static long orZero(OptionalLong number) {
        return number.isPresent() ? number.getAsLong() + 1 : 0;
    }

    static Reading read(ByteCursor bytes, Times times) throws MalformedException {
        long kind = bytes.uvarint();
        if (kind == UNREAD) {
            return Reading.UNREAD;
        }
        if (kind == OPENED) {
            return new Reading.Opened(optional(bytes.uvarint()));
        }
        if (kind == MEASURED || kind == MEASURED_HEAD) {
            long length = inside(bytes.uvarint(), 1, Long.MAX_VALUE, bytes);
            Optional<Salts> salts = kind == MEASURED ? Optional.empty() : Optional.of(salts(bytes));
            return new Reading.Measured(length, salts, optional(bytes.uvarint()));
        }
        if (kind == HEADER) {
            Instant time = times.next();
            long pages = bytes.uvarint();
            int pageSize = (int) inside(bytes.uvarint(), 0, MOST_PAGE_SIZE, bytes);
            Salts salts = salts(bytes);
            return new Reading.Header(
                    time, pages, pageSize, new Reading.WalStretch(salts, bytes.uvarint(), bytes.uvarint()));
        }
        throw new MalformedException("a reading of kind " + kind, bytes.position());
    }

    private static Salts salts(ByteCursor bytes) throws MalformedException {
        return new Salts(inside(bytes.uvarint(), 0, MOST_SALT, bytes), inside(bytes.uvarint(), 0, MOST_SALT, bytes));
    }

    private static long inside(long number, long least, long most, ByteCursor bytes) throws MalformedException {
        if (number < least || number > most) {
            throw new MalformedException("a reading with the number " + number, bytes.position());
        }
        return number;
    }

    private static OptionalLong optional(long number) {
        return number == 0 ? OptionalLong.empty() : OptionalLong.of(number - 1);
    }
}
