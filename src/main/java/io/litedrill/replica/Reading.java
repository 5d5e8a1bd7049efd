package io.litedrill.replica;

import io.litedrill.replica.format.LtxHeader;
import java.time.Instant;
import java.util.Optional;
import java.util.OptionalLong;

/** Holds the data read from a file, beyond its name and listing. */
public sealed interface Reading {
    /** Marks a file that was not read: all its data comes from its name and the listing. */
    record Unread() implements Reading {}

    /**
     * Marks an LTX file that was not read, and whose place among files that were shows between which times it was
     * written.
     *
     * @param time between the times of the files before and after it
     */
    record Dated(Instant time) implements Reading {}

    /**
     * Marks a snapshot of the {@code wal} layout whose first bytes are valid.
     *
     * @param pages of the database, if the snapshot is so small that all of it was read
     */
    record Opened(OptionalLong pages) implements Reading {
        /** Creates a reading of a snapshot whose first bytes alone were read. */
        public Opened() {
            this(OptionalLong.empty());
        }
    }

    /**
     * Describes a WAL segment that was read to its end and whose content checksum matches.
     *
     * @param length bytes of the WAL file that it holds, uncompressed; above 0
     * @param salts of the WAL header, if the segment begins with one
     * @param pages of the database after the last commit in the segment, if the segment begins with a WAL header; empty
     *     without a commit
     */
    record Measured(long length, Optional<Salts> salts, OptionalLong pages) implements Reading {
        /** Creates a reading with the length and the salts alone. */
        public Measured(long length, Optional<Salts> salts) {
            this(length, salts, OptionalLong.empty());
        }
    }

    /**
     * Holds the header of an LTX file.
     *
     * @param timestamp when the last transaction in it was written
     * @param pages of the database after it
     * @param pageSize bytes
     * @param wal the part of the WAL that the file was made from; zeros in a compacted file
     */
    record Header(Instant timestamp, long pages, int pageSize, WalStretch wal) implements Reading {
        /** Converts the header of an LTX file. */
        public static Header of(LtxHeader header) {
            LtxHeader.WalPart wal = header.wal();
            Salts salts = new Salts(wal.salt1(), wal.salt2());
            return new Header(
                    header.timestamp(),
                    header.commitPages(),
                    header.pageSize(),
                    new WalStretch(salts, wal.offset(), wal.offset() + wal.size()));
        }

        /** Returns the salts of the WAL that the file was made from. */
        public Salts salts() {
            return wal.salts();
        }

        /** Returns the offset in that WAL after its last frame, in bytes. */
        public long walEnd() {
            return wal.end();
        }
    }

    /**
     * Describes a range of the live database's WAL.
     *
     * @param start offset of its first byte; 0 for an empty range
     * @param end offset after its last byte
     */
    record WalStretch(Salts salts, long start, long end) {}

    /**
     * Marks a file that is truncated, is empty or breaks a rule of its format.
     *
     * @param reason the rule and the byte offset, for people
     * @param remembered the run that proved the damage; empty if this scan read it
     */
    record Damaged(String reason, Optional<ProvingRun> remembered) implements Reading {
        /** Creates a reading of damage that this scan read. */
        public Damaged(String reason) {
            this(reason, Optional.empty());
        }

        /** Returns the reason, and for remembered damage the run that proved it. */
        public String explanation() {
            return remembered.map(run -> reason + " (proved by " + run + ")").orElse(reason);
        }
    }

    /**
     * Marks a file whose content is unknown: it is encrypted, it has an unsupported format, or the store denies access.
     *
     * @param reason the finding, for people
     * @param lack what is required to read it
     */
    record Unsupported(String reason, Lack lack) implements Reading {
        /** Creates a reading of a file in an unsupported format. */
        public Unsupported(String reason) {
            this(reason, Lack.VERSION);
        }
    }

    /** Names what is missing to read a file. */
    enum Lack {
        /** A version of Litedrill that supports its format. */
        VERSION,
        /** The identity of one of its recipients; the file is encrypted with age. */
        IDENTITY,
        /** Access to the object: permission is denied, or the object is in an archive class. */
        ACCESS
    }

    /**
     * Marks a file that was listed before and is now missing or replaced. It has no content to read.
     *
     * @param lastSeen when it was last listed
     */
    record Vanished(Instant lastSeen) implements Reading {}

    /** The reading of a file that was not read. */
    Reading UNREAD = new Unread();
}
