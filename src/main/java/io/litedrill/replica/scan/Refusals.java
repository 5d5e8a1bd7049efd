package io.litedrill.replica.scan;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Tells files that a store refuses to give from a store that refuses all of them. One refused file is a fact about that file; the others can
 * still be read. Where nothing could be read, the credentials or the permissions are at fault.
 */
public final class Refusals {
    /** A store that refuses so many files before it gives one refuses all. */
    private static final int MOST_AT_FIRST = 8;
    /** A check that met so many does not look for more. */
    private static final int MOST_IN_CHECK = 20;

    private final Depth depth;
    private final List<StorageException> refused = new ArrayList<>();
    private int read;

    public Refusals(Depth depth) {
        this.depth = depth;
    }

    /**
     * Reads a file; a refusal becomes its reading.
     *
     * @throws IOException when the store fails in another way, or refuses everything
     */
    public Reading read(FileProbe probe, ReplicaFile file) throws IOException {
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
    public void read() {
        read++;
    }

    /** Whether a reading is that of a refused file, which may be given another time. */
    public boolean isOf(Reading reading) {
        return reading instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS;
    }

    /** Whether so many were refused that the rest is not tried. */
    public boolean isEnough() {
        return depth == Depth.CHECK && refused.size() >= MOST_IN_CHECK;
    }

    /** Throws the first refusal where nothing could be read. */
    public void end() throws StorageException {
        if (read == 0 && !refused.isEmpty()) {
            throw refused.get(0);
        }
    }
}
