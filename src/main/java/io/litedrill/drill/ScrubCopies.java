package io.litedrill.drill;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.storage.LocalCopies;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the files that the comparisons of a scrub read in a scratch folder, so that each file of a replica is requested
 * once. Without enough disk space for them, the comparisons request the files again.
 */
final class ScrubCopies implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(ScrubCopies.class);
    /** The comparisons need space too, for the databases that they restore. */
    private static final int SPACE_FACTOR = 1 + 2 * DiskSpace.USUAL_RATIO;

    private final Replica replica;
    private final Optional<Scratch> scratch;
    private final Optional<LocalCopies> copies;
    private final Set<String> wanted = new HashSet<>();
    private final Map<String, StoredObject> listed = new HashMap<>();

    private ScrubCopies(Replica replica, Optional<Scratch> scratch) {
        this.scratch = scratch;
        this.copies = scratch.map(place -> new LocalCopies(replica.store(), place.folder(), wanted::contains));
        this.replica = copies.map(store -> new Replica(store, replica.root(), replica.identities()))
                .orElse(replica);
    }

    /** Opens a folder for copies. If that fails, nothing is copied. */
    static ScrubCopies open(Replica replica, Path root, String runId) {
        try {
            return new ScrubCopies(replica, Optional.of(Scratch.open(root, runId + "-files")));
        } catch (IOException e) {
            LOG.debug("no copies in {}", root, e);
            return new ScrubCopies(replica, Optional.empty());
        }
    }

    /** Returns the replica, whose files are read from the copies if there are any. */
    Replica replica() {
        return replica;
    }

    /**
     * Chooses the files to copy; none if the disk has too little space for them.
     *
     * @throws IOException when the free space is not known
     */
    void keep(Collection<ReplicaFile> files) throws IOException {
        long bytes = files.stream().mapToLong(ReplicaFile::bytes).sum();
        if (scratch.isPresent()
                && DiskSpace.missing(bytes * SPACE_FACTOR, scratch.get().folder())
                        .isEmpty()) {
            files.forEach(file -> wanted.add(file.object().key()));
        }
    }

    /** Deletes the copies of files that were written again since the listing before. */
    void listed(Inventory inventory) throws IOException {
        for (ReplicaFile file : inventory.files().toList()) {
            StoredObject object = file.object();
            StoredObject before = listed.put(object.key(), object);
            if (before != null && !before.equals(object)) {
                forget(List.of(object));
            }
        }
    }

    /** Deletes the copies of files, so that they are requested again. */
    void forget(List<StoredObject> files) throws IOException {
        if (copies.isPresent()) {
            for (StoredObject file : files) {
                copies.get().forget(file.key());
            }
        }
    }

    /**
     * Returns a listing as if each segment ended where the next one begins, to choose the files before they are read.
     */
    static Inventory assumed(Inventory listed) {
        Map<String, Reading> ends = new HashMap<>();
        listed.generations().forEach(generation -> {
            List<WalSegment> segments = generation.segments();
            for (int i = 0; i < segments.size(); i++) {
                WalSegment segment = segments.get(i);
                boolean followed =
                        i + 1 < segments.size() && segments.get(i + 1).index() == segment.index();
                long length = followed ? segments.get(i + 1).offset() - segment.offset() : 1;
                ends.put(segment.object().key(), new Reading.Measured(Math.max(1, length), Optional.empty()));
            }
        });
        return listed.map(file -> file.with(ends.getOrDefault(file.object().key(), file.reading())));
    }

    @Override
    public void close() throws IOException {
        if (scratch.isPresent()) {
            scratch.get().close();
        }
    }
}
