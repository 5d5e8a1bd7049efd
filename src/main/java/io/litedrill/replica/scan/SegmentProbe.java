package io.litedrill.replica.scan;

import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.Salts;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.Lz4Frames;
import io.litedrill.replica.format.WalHeader;
import io.litedrill.storage.StorageException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/** Reads WAL segments, whose names contain the start but not the end. Safe for use by several threads. */
final class SegmentProbe {
    private static final int BUFFER = 64 << 10;

    /** A segment up to this size in bytes is received before it is decompressed. */
    private static final int MOST_RECEIVED = 1 << 20;

    private final Replica replica;
    private final BlockPool pool;
    /** One segment is decompressed at a time: each may take 4 MiB. */
    private final Semaphore turn = new Semaphore(1);

    /** Reads an open segment. */
    @FunctionalInterface
    private interface Measurement {
        Reading run() throws IOException;
    }

    /**
     * Creates a probe.
     *
     * @param pool has the arrays of the blocks: many segments are small, and each needs a block of up to 4 MiB
     */
    SegmentProbe(Replica replica, BlockPool pool) {
        this.replica = replica;
        this.pool = pool;
    }

    /**
     * Reads a segment at its turn. Receives a small one before that, since the store responds late.
     *
     * @throws FormatException when it is damaged
     * @throws IOException when the store fails, the file is gone, or the thread is interrupted
     */
    Reading measure(WalSegment segment) throws IOException {
        long size = segment.object().size();
        if (size > MOST_RECEIVED) {
            return atTurn(segment, () -> {
                try (InputStream stored = open(segment, size)) {
                    return inflate(segment, stored);
                }
            });
        }
        byte[] received = pool.take((int) size);
        try {
            int length = receive(segment, received, (int) size);
            return atTurn(segment, () -> inflate(segment, new ByteArrayInputStream(received, 0, length)));
        } finally {
            pool.give(received);
        }
    }

    private InputStream open(WalSegment segment, long size) throws IOException {
        return replica.store().open(segment.object().key(), 0, size);
    }

    private int receive(WalSegment segment, byte[] target, int size) throws IOException {
        try (InputStream stored = open(segment, size)) {
            return stored.readNBytes(target, 0, size);
        }
    }

    private Reading atTurn(WalSegment segment, Measurement measurement) throws IOException {
        try {
            turn.acquire();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StorageException(
                    StorageException.Kind.STOPPED, replica.locate(segment) + ": stopped before it was read");
        }
        try {
            return measurement.run();
        } finally {
            turn.release();
        }
    }

    private Reading inflate(WalSegment segment, InputStream stored) throws IOException {
        try (InputStream content = Lz4Frames.open(stored, replica.identities(), pool)) {
            return measure(segment, content);
        }
    }

    private static Reading measure(WalSegment segment, InputStream content) throws IOException {
        byte[] buffer = new byte[BUFFER];
        int read = content.readNBytes(buffer, 0, BUFFER);
        Optional<WalHeader> header = segment.offset() == 0 ? Optional.of(walHeader(buffer, read)) : Optional.empty();
        CommitSizes sizes = new CommitSizes(header.map(WalHeader::pageSize).orElse(0));
        long length = 0;
        while (read > 0) {
            sizes.read(buffer, read);
            length += read;
            read = content.readNBytes(buffer, 0, BUFFER);
        }
        return length == 0
                ? new Reading.Damaged("holds no bytes of the WAL")
                : new Reading.Measured(length, header.map(head -> new Salts(head.salt1(), head.salt2())), sizes.last());
    }

    private static WalHeader walHeader(byte[] buffer, int length) throws FormatException {
        return WalHeader.parse(Arrays.copyOf(buffer, Math.min(length, WalHeader.SIZE)));
    }
}
