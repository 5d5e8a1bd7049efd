package io.litedrill.replica;

import io.litedrill.replica.format.LtxHeader;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** What has been read of a file beyond its place in a listing. */
public sealed interface Reading {
    /** Nothing yet: everything known comes from its name and the listing. */
    record Unread() implements Reading {}

    /**
     * A snapshot of the {@code wal} layout whose first bytes are those of one.
     *
     * @param pages of the database, where the snapshot is so small that all of it was read
     */
    record Opened(OptionalLong pages) implements Reading {
        /** Of which only the first bytes were read. */
        public Opened() {
            this(OptionalLong.empty());
        }
    }

    /**
     * A WAL segment that was read to its end and whose content checksum holds.
     *
     * @param length bytes of the WAL file that it holds, uncompressed; above 0
     * @param salts of the WAL header, where the segment begins with one
     * @param pages of the database after the last commit in it, where the segment begins with a WAL header; empty when there is none
     */
    record Measured(long length, Optional<Salts> salts, OptionalLong pages) implements Reading {
        /** Of which only the length and the salts are known. */
        public Measured(long length, Optional<Salts> salts) {
            this(length, salts, OptionalLong.empty());
        }
    }

    /**
     * The header of an LTX file.
     *
     * @param timestamp when the last transaction in it was written
     * @param pages of the database after it
     * @param pageSize bytes
     * @param wal what it was made from; zeros in a compacted file
     */
    record Header(Instant timestamp, long pages, int pageSize, WalStretch wal) implements Reading {
        /** What the header of an LTX file says. */
        public static Header of(LtxHeader header) {
            LtxHeader.WalPart wal = header.wal();
            Salts salts = new Salts(wal.salt1(), wal.salt2());
            return new Header(
                    header.timestamp(),
                    header.commitPages(),
                    header.pageSize(),
                    new WalStretch(salts, wal.offset(), wal.offset() + wal.size()));
        }

        /** Salts of the WAL that it was made from. */
        public Salts salts() {
            return wal.salts();
        }

        /** Offset in that WAL after its last frame, in bytes. */
        public long walEnd() {
            return wal.end();
        }
    }

    /**
     * A stretch of the live database's WAL.
     *
     * @param start offset of its first byte, 0 where there is none
     * @param end offset after its last byte
     */
    record WalStretch(Salts salts, long start, long end) {}

    /**
     * Truncated, empty, or breaking a rule of its format.
     *
     * @param reason the rule and the byte, for people
     * @param remembered the run that proved it; empty where this scan read it
     */
    record Damaged(String reason, Optional<ProvingRun> remembered) implements Reading {
        /** Damage that this scan read. */
        public Damaged(String reason) {
            this(reason, Optional.empty());
        }

        /** The reason, and where it is remembered the run that proved it. */
        public String explanation() {
            return remembered.map(run -> reason + " (proved by " + run + ")").orElse(reason);
        }
    }

    /**
     * Of a format that this version does not know, encrypted, or refused by the store: nothing is known of what it holds.
     *
     * @param reason what was found, for people
     * @param lack what it takes to read it
     */
    record Unsupported(String reason, Lack lack) implements Reading {
        /** Of a format that this version does not know. */
        public Unsupported(String reason) {
            this(reason, Lack.VERSION);
        }
    }

    /** What is missing to read a file. */
    enum Lack {
        /** A version of Litedrill that knows its format. */
        VERSION,
        /** The identity of one of its recipients: it is encrypted with age. */
        IDENTITY,
        /** The store's consent: permission is denied, or it is in an archive class. */
        ACCESS
    }

    /**
     * It was there before and is gone, or something else has its name now; there is nothing to read.
     *
     * @param lastSeen when it was listed for the last time
     */
    record Vanished(Instant lastSeen) implements Reading {}

    /** Nothing read yet. */
    Reading UNREAD = new Unread();
}
