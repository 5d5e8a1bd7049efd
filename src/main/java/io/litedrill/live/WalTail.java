package io.litedrill.live;

import io.litedrill.live.LiveState.Salts;
import io.litedrill.live.LiveState.Wal;
import io.litedrill.live.LiveState.WalState;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.WalHeader;
import io.litedrill.replica.format.WalReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.Arrays;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Reads a {@code -wal} file from its header to its last commit frame, as SQLite's recovery does: frames of an earlier
 * WAL stay behind the new frames in the file, so the first frame that does not fit is the end. Format: <a
 * href="https://www.sqlite.org/fileformat2.html#walformat">sqlite.org/fileformat2.html</a>, section 4.
 */
final class WalTail {
    private WalTail() {}

    /** Opens the file again, at its first byte. */
    @FunctionalInterface
    interface Source {
        InputStream open() throws IOException;
    }

    /**
     * Reads the file; returns empty when SQLite restarted it during the reading, so that the bytes belong to no single
     * state.
     */
    static Optional<Wal> read(Source file) throws IOException {
        byte[] header;
        Wal wal;
        try (InputStream in = file.open()) {
            header = in.readNBytes(WalHeader.SIZE);
            wal = read(header, in);
        }
        try (InputStream again = file.open()) {
            return Arrays.equals(header, again.readNBytes(WalHeader.SIZE)) ? Optional.of(wal) : Optional.empty();
        }
    }

    private static Wal read(byte[] header, InputStream frames) throws IOException {
        if (header.length == 0) {
            return Wal.without(WalState.EMPTY);
        }
        InputStream whole = new SequenceInputStream(new ByteArrayInputStream(header), frames);
        try (WalReader reader = new WalReader(whole)) {
            OptionalLong end = end(reader);
            Salts salts = new Salts(reader.header().salt1(), reader.header().salt2());
            return new Wal(end.isPresent() ? WalState.COMMITS : WalState.HEADER_ONLY, Optional.of(salts), end);
        } catch (FormatException noValidHeader) {
            return Wal.without(WalState.INVALID);
        }
    }

    private static OptionalLong end(WalReader reader) throws IOException {
        OptionalLong end = OptionalLong.empty();
        try {
            while (reader.next()) {
                if (reader.commitPages() != 0) {
                    end = OptionalLong.of(reader.end());
                }
            }
        } catch (FormatException behindTheLastFrame) {
            return end;
        }
        return end;
    }
}
