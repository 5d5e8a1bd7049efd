package io.litedrill.replica.scan;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Distinguishes single files that a store denies from a store that denies all files. A single denied file is a fact
 * about that file; the others can still be read. If no file could be read, the credentials or the permissions are
 * wrong.
 */
public final class Refusals {
    /** A store that denies this many files before the first success denies all files. */
    private static final int MOST_AT_FIRST = 8;
    /** A check stops reading after this many denied files. */
    private static final int MOST_IN_CHECK = 20;

    /** Reads a file. */
    @FunctionalInterface
    interface Probing {
        /** Reads a file; throws if the store fails. */
        Reading probe(ReplicaFile file) throws IOException;
    }

    private final Depth depth;
    private final Optional<ReplicaFile> known;
    private final Probing probing;
    private final List<StorageException> refused = new ArrayList<>();
    private int read;

    /**
     * Creates a judge.
     *
     * @param known a file that an earlier run could read; empty without one
     * @param probing reads the known file, if all others are denied: access to it may have ended since
     */
    Refusals(Depth depth, Optional<ReplicaFile> known, Probing probing) {
        this.depth = depth;
        this.known = known;
        this.probing = probing;
    }

    /**
     * Reads a file. Returns a denial as its reading.
     *
     * @throws IOException when the store fails in another way, or denies all files
     */
    Reading read(Probing probing, ReplicaFile file) throws IOException {
        try {
            Reading reading = probing.probe(file);
            read++;
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

    /** Returns whether a reading is a denial, which may be lifted later. */
    public boolean isOf(Reading reading) {
        return reading instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS;
    }

    /** Returns whether the limit of denied files is reached, so that the remaining files are skipped. */
    public boolean isEnough() {
        return (depth.isCheck() || depth == Depth.NEWEST) && refused.size() >= MOST_IN_CHECK;
    }

    /**
     * Throws the first denial if no file could be read.
     *
     * @throws IOException also when the store fails in another way
     */
    void end() throws IOException {
        if (read == 0 && !refused.isEmpty() && !isKnownReadable()) {
            throw refused.get(0);
        }
    }

    private boolean isKnownReadable() throws IOException {
        if (known.isEmpty()) {
            return false;
        }
        try {
            var unused = probing.probe(known.get());
            read++;
            return true;
        } catch (StorageException e) {
            if (e.isRefusal()) {
                return false;
            }
            throw e;
        }
    }
}
