package io.litedrill.replica.scan;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.LockedException;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.Lz4Frames;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.replica.format.UnsupportedException;
import java.io.IOException;
import java.io.InputStream;
import java.util.OptionalLong;

/** Reads the part of a file that decides whether it can be part of a chain, beyond its name and listing. */
public final class FileProbe {
    /** The bytes to read for the head of an LZ4 frame, and for the first line of a file encrypted with age. */
    private static final int HEAD = 64;

    /**
     * The bytes to read of an encrypted snapshot: its header, and the chunk with the head of the frame plus one
     * neighbour.
     */
    private static final int ENCRYPTED_HEAD = 3 << 16;

    private static final int BUFFER = 64 << 10;

    /** A snapshot up to this size in bytes is read whole, since its database may be empty. */
    private static final int SMALL = 16 << 10;

    private final Replica replica;
    private final BlockPool pool = new BlockPool();
    private final SegmentProbe segments;

    /** Creates a probe of the files of a replica. */
    public FileProbe(Replica replica) {
        this.replica = replica;
        this.segments = new SegmentProbe(replica, pool);
    }

    /**
     * Reads a file. Damage is returned as a reading.
     *
     * @throws IOException when the store fails, or the file is gone
     */
    public Reading probe(ReplicaFile file) throws IOException {
        try {
            if (file instanceof LtxFile ltx) {
                return header(ltx);
            }
            return file instanceof WalSegment segment ? segments.measure(segment) : head(file);
        } catch (LockedException e) {
            return new Reading.Unsupported(String.valueOf(e.getMessage()), Reading.Lack.IDENTITY);
        } catch (UnsupportedException e) {
            return new Reading.Unsupported(String.valueOf(e.getMessage()));
        } catch (FormatException e) {
            return new Reading.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /** Returns how many stored bytes a probe of this file reads. */
    public long cost(ReplicaFile file) {
        long size = file.object().size();
        if (file instanceof WalSegment) {
            return size;
        }
        int head = replica.identities().isEmpty() ? HEAD : ENCRYPTED_HEAD;
        return file instanceof LtxFile ? Math.min(size, LtxHeader.SIZE) : size <= SMALL ? size : Math.min(size, head);
    }

    private Reading header(LtxFile file) throws IOException {
        LtxHeader header = LtxHeader.parse(first(file, LtxHeader.SIZE));
        if (header.minTxid() != file.minTxid() || header.maxTxid() != file.maxTxid()) {
            return new Reading.Damaged("its header says TXID " + new LtxPosition(header.minTxid()) + " to "
                    + new LtxPosition(header.maxTxid()) + ", its name does not");
        }
        return Reading.Header.of(header);
    }

    /**
     * Reads the head of a snapshot. With identities, the whole file is opened and left early, because the end of a
     * range cannot be distinguished from the end of the file.
     */
    private Reading head(ReplicaFile file) throws IOException {
        long size = file.object().size();
        boolean small = size <= SMALL;
        long length = small || !replica.identities().isEmpty() ? size : HEAD;
        try (InputStream stored = replica.store().open(file.object().key(), 0, length)) {
            // opening reads the head of the frame, so closing the underlying stream is enough
            InputStream content = Lz4Frames.open(stored, replica.identities(), pool);
            return small ? whole(content) : new Reading.Opened();
        }
    }

    private static Reading whole(InputStream content) throws IOException {
        byte[] header = content.readNBytes(SqliteHeader.SIZE);
        long length = header.length;
        byte[] buffer = new byte[BUFFER];
        // LZ4 compresses by a factor of 255 at most, so this loop is bounded by the stored size
        for (int read = content.read(buffer); read >= 0; read = content.read(buffer)) {
            length += read;
        }
        return new Reading.Opened(pages(header, length));
    }

    /** Returns the pages of the database. A file that is not a database is reported by the restore, not here. */
    private static OptionalLong pages(byte[] header, long length) {
        try {
            return OptionalLong.of(
                    length == 0 ? 0 : length / SqliteHeader.parse(header).pageSize());
        } catch (FormatException e) {
            return OptionalLong.empty();
        }
    }

    private byte[] first(ReplicaFile file, int bytes) throws IOException {
        long length = Math.min(bytes, file.object().size());
        try (InputStream in = replica.store().open(file.object().key(), 0, length)) {
            return in.readNBytes(bytes);
        }
    }
}
