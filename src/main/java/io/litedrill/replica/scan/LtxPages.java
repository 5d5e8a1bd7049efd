package io.litedrill.replica.scan;

import io.litedrill.replica.LtxFile;
import io.litedrill.replica.Replica;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.LtxPageNumbers;
import java.io.IOException;
import java.io.InputStream;
import java.util.BitSet;
import java.util.Optional;

/** Reads the page numbers of an LTX file with two small reads of its end. */
public final class LtxPages {
    private LtxPages() {}

    /**
     * Returns the page numbers; empty when the file is damaged.
     *
     * @throws IOException when the store fails, or the file is gone
     */
    public static Optional<BitSet> of(Replica replica, LtxFile file) throws IOException {
        long size = file.object().size();
        if (size < LtxPageNumbers.TAIL) {
            return Optional.empty();
        }
        try {
            long end = size - LtxPageNumbers.TAIL;
            int length = LtxPageNumbers.indexLength(read(replica, file, end, LtxPageNumbers.TAIL), size);
            return Optional.of(LtxPageNumbers.parse(read(replica, file, end - length, length)));
        } catch (FormatException e) {
            return Optional.empty();
        }
    }

    private static byte[] read(Replica replica, LtxFile file, long from, int length) throws IOException {
        try (InputStream in = replica.store().open(file.object().key(), from, length)) {
            return in.readNBytes(length);
        }
    }
}
