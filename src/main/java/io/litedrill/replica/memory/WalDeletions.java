package io.litedrill.replica.memory;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.MissedFile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Decides which missing files of the {@code wal} layout were deleted by Litestream or by a lifecycle rule of the bucket
 * because they were old.
 *
 * <p>Rules from the source of Litestream 0.3.13 ({@code replica.go}, {@code EnforceRetention}): in each generation it
 * deletes all files with a lower WAL index than the oldest snapshot within the retention, and the whole generation if
 * it has no such snapshot. A lifecycle rule deletes old files one by one.
 */
public final class WalDeletions {
    /**
     * Litestream takes minutes to delete a large generation. A generation is judged only after its files stop
     * disappearing.
     */
    private static final Duration QUIET = Duration.ofMinutes(2);

    private static final Comparator<WalSegment> ORDER =
            Comparator.comparingLong(WalSegment::index).thenComparingLong(WalSegment::offset);

    private final Map<String, Generation> generations = new HashMap<>();
    private final Map<String, Instant> newestKnown = new HashMap<>();
    private final Map<String, Instant> newestSnapshot = new HashMap<>();
    private final Map<String, Instant> lastMissed = new HashMap<>();
    private final Map<String, Boolean> followed = new HashMap<>();
    private final Inventory listed;
    private final WriterSettings settings;
    private final Instant now;

    public WalDeletions(Inventory listed, KnownFiles known, WriterSettings settings, Instant now) {
        this.listed = listed;
        this.settings = settings;
        this.now = now;
        listed.generations().forEach(generation -> generations.put(generation.id(), generation));
        Stream.concat(known.files().stream(), known.missed().stream().map(MissedFile::file))
                .forEach(file -> note(file.toFile(Instant.MIN)));
        listed.files().forEach(this::note);
        known.missed()
                .forEach(missed -> generation(missed.file().toFile(Instant.MIN))
                        .ifPresent(id -> lastMissed.merge(id, missed.since(), WalDeletions::later)));
    }

    private void note(ReplicaFile file) {
        generation(file).ifPresent(id -> {
            newestKnown.merge(id, file.object().modified(), WalDeletions::later);
            if (file instanceof WalSnapshot) {
                newestSnapshot.merge(id, file.object().modified(), WalDeletions::later);
            }
        });
    }

    private static Instant later(Instant a, Instant b) {
        return a.isAfter(b) ? a : b;
    }

    private static Optional<String> generation(ReplicaFile file) {
        if (file instanceof WalSegment segment) {
            return Optional.of(segment.generation());
        }
        return file instanceof WalSnapshot snapshot ? Optional.of(snapshot.generation()) : Optional.empty();
    }

    /**
     * Returns whether the change of the file is explained: the file no longer matters, or a rule allows its deletion.
     */
    public boolean explains(ReplicaFile file, Change change) {
        String id = generation(file).orElseThrow();
        Generation generation = generations.get(id);
        if (generation == null) {
            return isFollowed(id);
        }
        if (change == Change.REPLACED) {
            return false;
        }
        return (isFollowed(id) && isExpired(id))
                || (file instanceof WalSegment segment
                        ? explains(generation, segment)
                        : explains(generation, (WalSnapshot) file));
    }

    private boolean isFollowed(String id) {
        return followed.computeIfAbsent(id, this::hasSuccessor);
    }

    /** Returns whether a file exists that is newer than all known files of a generation. */
    private boolean hasSuccessor(String id) {
        Instant newest = newestKnown.getOrDefault(id, Instant.MAX);
        return listed.files()
                .filter(file -> generation(file).filter(id::equals).isEmpty())
                .anyMatch(file -> !file.object().modified().isBefore(newest));
    }

    /** Returns whether Litestream deletes the whole generation. */
    private boolean isExpired(String id) {
        Instant snapshot = newestSnapshot.getOrDefault(id, Instant.MIN);
        return settings.deletes() && snapshot.isBefore(now.minus(settings.wal().retention()));
    }

    private static boolean explains(Generation generation, WalSegment segment) {
        long oldest = generation.snapshots().stream()
                .mapToLong(WalSnapshot::index)
                .min()
                .orElse(-1);
        boolean first = generation.segments().isEmpty()
                || ORDER.compare(generation.segments().get(0), segment) > 0;
        return oldest > segment.index() || (first && hasSnapshotAfter(generation, segment.index()));
    }

    private static boolean explains(Generation generation, WalSnapshot snapshot) {
        return hasSnapshotAfter(generation, snapshot.index())
                && generation.snapshots().stream().noneMatch(other -> other.index() < snapshot.index());
    }

    private static boolean hasSnapshotAfter(Generation generation, long index) {
        return generation.snapshots().stream().anyMatch(snapshot -> snapshot.index() > index);
    }

    /** Returns whether the file belongs to an older generation whose files are currently being deleted. */
    public boolean isGoingOn(ReplicaFile file) {
        return generation(file)
                .filter(generations::containsKey)
                .filter(this::isFollowed)
                .map(id -> lastMissed.getOrDefault(id, Instant.MIN))
                .filter(since -> since.isAfter(now.minus(QUIET)))
                .isPresent();
    }

    /** Returns whether the newest state can be restored only with this file. */
    public boolean isNeeded(ReplicaFile file) {
        String id = generation(file).orElseThrow();
        long index = file instanceof WalSegment segment ? segment.index() : ((WalSnapshot) file).index();
        return !isFollowed(id)
                && Optional.ofNullable(generations.get(id))
                        .filter(generation -> hasSnapshotAfter(generation, index))
                        .isEmpty();
    }
}
