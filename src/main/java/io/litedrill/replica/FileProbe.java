package io.litedrill.replica;

import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.Lz4Frames;
import io.litedrill.replica.format.UnsupportedException;
import io.litedrill.replica.format.WalHeader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;

/** Reads of a file what neither its name nor the listing tells: the least that decides whether it can be part of a chain. */
final class FileProbe {
    /** Enough for the head of an LZ4 frame, and for the first line of a file encrypted with age. */
    private static final int HEAD = 64;

    private static final int BUFFER = 64 << 10;

    private final Replica replica;

    FileProbe(Replica replica) {
        this.replica = replica;
    }

    /**
     * Reads a file; what is wrong with it becomes part of the answer.
     *
     * @throws IOException when the store fails, or the file is gone
     */
    Reading probe(ReplicaFile file) throws IOException {
        try {
            if (file instanceof LtxFile ltx) {
                return header(ltx);
            }
            return file instanceof WalSegment segment ? measure(segment) : head(file);
        } catch (UnsupportedException e) {
            return new Reading.Unsupported(String.valueOf(e.getMessage()));
        } catch (FormatException e) {
            return new Reading.Damaged(String.valueOf(e.getMessage()));
        }
    }

    /** How many bytes probing this file reads, as stored. */
    static long cost(ReplicaFile file) {
        long size = file.object().size();
        if (file instanceof WalSegment) {
            return size;
        }
        return Math.min(size, file instanceof LtxFile ? LtxHeader.SIZE : HEAD);
    }

    private Reading header(LtxFile file) throws IOException {
        LtxHeader header = LtxHeader.parse(first(file, LtxHeader.SIZE));
        if (header.minTxid() != file.minTxid() || header.maxTxid() != file.maxTxid()) {
            return new Reading.Damaged("its header says TXID " + new LtxPosition(header.minTxid()) + " to "
                    + new LtxPosition(header.maxTxid()) + ", its name does not");
        }
        return Reading.Header.of(header);
    }

    private Reading measure(WalSegment segment) throws IOException {
        // both are closed: what fails to open as a frame does not close what it was read from
        try (InputStream stored = replica.store()
                        .open(segment.object().key(), 0, segment.object().size());
                InputStream content = Lz4Frames.open(stored)) {
            byte[] buffer = new byte[BUFFER];
            long length = content.readNBytes(buffer, 0, BUFFER);
            Optional<Salts> salts = segment.offset() == 0 ? Optional.of(salts(buffer, length)) : Optional.empty();
            int read = content.read(buffer);
            while (read >= 0) {
                length += read;
                read = content.read(buffer);
            }
            return length == 0 ? new Reading.Damaged("holds no bytes of the WAL") : new Reading.Measured(length, salts);
        }
    }

    private static Salts salts(byte[] buffer, long length) throws FormatException {
        byte[] head = Arrays.copyOf(buffer, (int) Math.min(length, WalHeader.SIZE));
        WalHeader header = WalHeader.parse(head);
        return new Salts(header.salt1(), header.salt2());
    }

    private Reading head(ReplicaFile file) throws IOException {
        Lz4Frames.open(new ByteArrayInputStream(first(file, HEAD))).close();
        return new Reading.Opened();
    }

    private byte[] first(ReplicaFile file, int bytes) throws IOException {
        long length = Math.min(bytes, file.object().size());
        try (InputStream in = replica.store().open(file.object().key(), 0, length)) {
            return in.readNBytes(bytes);
        }
    }
}
