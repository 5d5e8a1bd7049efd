package io.litedrill.replica;

import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells files that a store refuses to give from a store that refuses all of them. One refused file is a fact about that file; the others can
 * still be read. Where nothing could be read, the credentials or the permissions are at fault.
 */
final class Refusals {
    /** A store that refuses so many files before it gives one refuses all. */
    private static final int MOST_AT_FIRST = 8;
    /** A check that met so many does not look for more. */
    private static final int MOST_IN_CHECK = 20;

    private final Depth depth;
    private final List<StorageException> refused = new ArrayList<>();
    private int read;

    Refusals(Depth depth) {
        this.depth = depth;
    }

    /**
     * Reads a file; a refusal becomes its reading.
     *
     * @throws IOException when the store fails in another way, or refuses everything
     */
    Reading read(FileProbe probe, ReplicaFile file) throws IOException {
        try {
            Reading reading = probe.probe(file);
            read();
            return reading;
        } catch (StorageException e) {
            if (!e.isRefusal()) {
                throw e;
            }
            refused.add(e);
            if (refused.size() == MOST_AT_FIRST) {
                end();
            }
            return new Reading.Unsupported(String.valueOf(e.getMessage()), Reading.Lack.ACCESS);
        }
    }

    /** Counts a file that was read before. */
    void read() {
        read++;
    }

    /** Whether a reading is that of a refused file, which may be given another time. */
    boolean isOf(Reading reading) {
        return reading instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS;
    }

    /** Whether so many were refused that the rest is not tried. */
    boolean isEnough() {
        return depth == Depth.CHECK && refused.size() >= MOST_IN_CHECK;
    }

    /** Throws the first refusal where nothing could be read. */
    void end() throws StorageException {
        if (read == 0 && !refused.isEmpty()) {
            throw refused.get(0);
        }
    }
}
