package io.litedrill.replica.memory;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.VanishedFile;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.memory.MissedFile.Change;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Detects missing files by comparing a listing with the remembered listing of a replica. Files of a replica never
 * change, and Litestream deletes only the oldest; a file missing from elsewhere was lost, or deleted by another
 * program. Pure.
 */
public final class MissingFileDetector {
    /** The precision of times in stores and file systems is one or two seconds. */
    private static final Duration SAME_TIME = Duration.ofSeconds(2);
    /** Some stores list files while they are written; such files still grow. */
    private static final Duration BEING_WRITTEN = Duration.ofMinutes(2);

    private final WriterSettings settings;
    private final String location;
    private final Optional<KnownFiles> before;

    /**
     * Creates a detector. Ignores a remembered listing of another location.
     *
     * @param location of the replica, without secrets
     */
    public MissingFileDetector(String location, WriterSettings settings, Optional<KnownFiles> remembered) {
        this.location = location;
        this.settings = settings;
        this.before = remembered.filter(known -> known.location().equals(location));
    }

    /** Returns the listing with the missing and replaced files added as vanished files. */
    public Inventory complete(Inventory listed, Instant now) {
        return before.isEmpty() || listed.isEmpty()
                ? listed
                : listed.lacking(vanished(listed, after(listed, now), now));
    }

    /** Returns the remembered listing of this location; empty without one. */
    public Optional<KnownFiles> remembered() {
        return before;
    }

    /** Returns what earlier checks read of the files. */
    public KnownReadings readings() {
        return before.map(KnownReadings::of).orElse(KnownReadings.NONE);
    }

    /**
     * Returns the listing to remember after one that listed only some files again and took the others from the
     * remembered listing.
     */
    public KnownFiles afterSome(Inventory listed, Instant now) {
        KnownFiles after = after(listed, now);
        return before.map(known -> after.completeAt(known.completeAt())).orElse(after);
    }

    /**
     * Returns the listing to remember after this one. An empty listing proves nothing about single files, so the
     * remembered files are kept.
     */
    public KnownFiles after(Inventory listed, Instant now) {
        if (listed.isEmpty()) {
            return before.orElseGet(() -> new KnownFiles(location, now, List.of(), List.of()));
        }
        Map<String, KnownFile> there = new HashMap<>();
        listed.files().map(KnownFile::of).forEach(file -> there.put(file.key(), file));
        List<MissedFile> missed = before.map(known -> new Comparison(known, there, now).missed(listed))
                .orElse(List.of());
        missed.stream()
                .filter(file -> file.change() == Change.REPLACED)
                .forEach(file -> there.remove(file.file().key()));
        List<KnownFile> files = listed.files()
                .map(file -> file.object().key())
                .flatMap(key -> Stream.ofNullable(there.get(key)))
                .toList();
        return new KnownFiles(location, now, files, missed);
    }

    private List<VanishedFile> vanished(Inventory listed, KnownFiles known, Instant now) {
        if (known.missed().isEmpty()) {
            return List.of();
        }
        WalDeletions wal = new WalDeletions(listed, known, settings, now);
        LtxDeletions ltx = new LtxDeletions(listed);
        List<VanishedFile> vanished = new ArrayList<>();
        for (MissedFile missed : known.missed()) {
            ReplicaFile file = missed.file().toFile(missed.lastSeen());
            if (!wal.isGoingOn(file)) {
                boolean needed = file instanceof LtxFile one ? ltx.isNeeded(one, missed.change()) : wal.isNeeded(file);
                boolean replaced = missed.change() == Change.REPLACED;
                vanished.add(new VanishedFile(file, missed.lastSeen(), replaced, needed));
            }
        }
        return List.copyOf(vanished);
    }

    /** Compares one listing with the remembered files. */
    private final class Comparison {
        private final KnownFiles known;
        private final Map<String, KnownFile> there;
        private final Instant now;
        private final boolean copied;

        Comparison(KnownFiles known, Map<String, KnownFile> there, Instant now) {
            this.known = known;
            this.there = there;
            this.now = now;
            this.copied = known.files().stream().anyMatch(this::isCopied);
        }

        /**
         * Returns whether the file was copied. Increments are written once, so other times on the same bytes come
         * from a copy and prove nothing.
         */
        private boolean isCopied(KnownFile file) {
            KnownFile present = there.get(file.key());
            return present != null
                    && present.size() == file.size()
                    && Duration.between(file.modified(), present.modified())
                                    .abs()
                                    .compareTo(SAME_TIME)
                            > 0
                    && !isRewritable(file);
        }

        List<MissedFile> missed(Inventory listed) {
            List<MissedFile> missed = new ArrayList<>();
            known.missed().forEach(file -> stillMissed(file).ifPresent(missed::add));
            known.files()
                    .forEach(file -> change(file)
                            .ifPresent(
                                    change -> missed.add(new MissedFile(file.unread(), lastSeen(file), now, change))));
            if (missed.isEmpty()) {
                return List.of();
            }
            WalDeletions wal = new WalDeletions(listed, known, settings, now);
            LtxDeletions ltx = new LtxDeletions(listed);
            boolean restarted = ltx.isRestarted(listed, known);
            return missed.stream()
                    .filter(file -> file.file().toFile(file.lastSeen()) instanceof LtxFile one
                            ? !restarted && !ltx.explains(one, file.change())
                            : !wal.explains(file.file().toFile(file.lastSeen()), file.change()))
                    .toList();
        }

        /** Returns when the file existed for certain: a listing of only the newest files assumes the others. */
        private Instant lastSeen(KnownFile file) {
            Instant written = file.modified().isBefore(known.listedAt()) ? file.modified() : known.listedAt();
            return written.isAfter(known.completeAt()) ? written : known.completeAt();
        }

        private Optional<MissedFile> stillMissed(MissedFile missed) {
            return change(missed.file())
                    .map(change -> change == missed.change()
                            ? missed
                            : new MissedFile(missed.file(), missed.lastSeen(), now, change));
        }

        private Optional<Change> change(KnownFile was) {
            KnownFile present = there.get(was.key());
            if (present == null) {
                return Optional.of(Change.GONE);
            }
            return isSame(was, present) ? Optional.empty() : Optional.of(Change.REPLACED);
        }

        private boolean isSame(KnownFile was, KnownFile present) {
            if (present.isSameVersionAs(was)) {
                return true;
            }
            boolean older = present.modified().isBefore(was.modified().minus(SAME_TIME));
            if (isRewritable(was)) {
                return !older || (present.size() == was.size() && copied);
            }
            boolean growing = present.size() > was.size()
                    && was.modified().isAfter(known.listedAt().minus(BEING_WRITTEN));
            return present.size() == was.size() || growing;
        }
    }

    /**
     * Returns whether Litestream may rewrite the file under its own key, as it does with a snapshot of an idle
     * database or on request.
     */
    private static boolean isRewritable(KnownFile file) {
        ReplicaFile parsed = file.toFile(Instant.MIN);
        return parsed instanceof WalSnapshot
                || (parsed instanceof LtxFile ltx && ltx.level() == LtxDeletions.SNAPSHOTS);
    }
}
