package io.litedrill.replica;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Holds the sorted result of listing a replica, with the data read from its files so far.
 *
 * @param generations of the {@code wal} layout; the generation with the newest file is last
 * @param ltxFiles of the {@code ltx} layout, by maxTxid, then minTxid, then level
 * @param others number of files that Litestream did not write
 * @param vanished remembered files that are missing or replaced without an explanation; not counted in {@code others}
 * @param proved results of earlier runs that read whole files
 */
public record Inventory(
        List<Generation> generations,
        List<LtxFile> ltxFiles,
        int others,
        List<VanishedFile> vanished,
        ProvedFiles proved) {
    /** Copies the lists. */
    public Inventory {
        generations = List.copyOf(generations);
        ltxFiles = List.copyOf(ltxFiles);
        vanished = List.copyOf(vanished);
    }

    /** Creates the inventory of a listing without remembered data. */
    public Inventory(List<Generation> generations, List<LtxFile> ltxFiles, int others) {
        this(generations, ltxFiles, others, List.of(), ProvedFiles.NONE);
    }

    /** Returns a copy that also records these vanished files. */
    public Inventory lacking(List<VanishedFile> files) {
        return new Inventory(generations, ltxFiles, others, files, proved);
    }

    /** Returns a copy with remembered results for its files. Files with proved damage become unusable. */
    public Inventory remembering(ProvedFiles known) {
        return known.mark(new Inventory(generations, ltxFiles, others, vanished, known));
    }

    /** Returns a copy without remembered damage. Files with remembered damage become unread. */
    public Inventory forgettingDamage() {
        return hasRememberedDamage() ? map(file -> isRememberedDamage(file) ? file.with(Reading.UNREAD) : file) : this;
    }

    /** Returns whether a file is unusable only because of remembered damage. */
    public boolean hasRememberedDamage() {
        return files().anyMatch(Inventory::isRememberedDamage);
    }

    /** Returns whether the damage of this file comes from an earlier run. Such a file was not read by this scan. */
    public static boolean isRememberedDamage(ReplicaFile file) {
        return file.reading() instanceof Reading.Damaged damaged
                && damaged.remembered().isPresent();
    }

    /**
     * Returns a copy that contains the vanished files as unusable files, so that the timeline has holes at their
     * places.
     */
    public Inventory withVanished() {
        return vanished.isEmpty() ? this : InventoryReader.withVanished(this);
    }

    /** Returns all Litestream files of both layouts. */
    public Stream<ReplicaFile> files() {
        return Stream.concat(generations.stream().flatMap(Generation::files), ltxFiles.stream());
    }

    /** Returns whether the listing contains no Litestream files. */
    public boolean isEmpty() {
        return generations.isEmpty() && ltxFiles.isEmpty();
    }

    /** Returns the snapshots of both layouts whose format this version does not support. */
    public Stream<ReplicaFile> unsupportedSnapshots() {
        return files().filter(file -> file.kind().equals("snapshot") && file.reading() instanceof Reading.Unsupported);
    }

    /** Returns whether such a snapshot exists. If so, a backup may exist although this version cannot restore it. */
    public boolean hasUnsupportedSnapshot() {
        return unsupportedSnapshots().findAny().isPresent();
    }

    /**
     * Returns whether a backup may exist although no state can be restored: a snapshot is encrypted or in an
     * unsupported format, or the store denies access to a file after a snapshot.
     */
    public boolean mayHoldUnreadBackup() {
        return hasUnsupportedSnapshot()
                || generations.stream()
                        .anyMatch(generation -> generation.snapshots().stream().anyMatch(ReplicaFile::isUsable)
                                && generation.files().anyMatch(Inventory::isRefused))
                || (ltxFiles.stream().anyMatch(file -> file.isUsable() && file.isSnapshot())
                        && ltxFiles.stream().anyMatch(Inventory::isRefused));
    }

    private static boolean isRefused(ReplicaFile file) {
        return file.reading() instanceof Reading.Unsupported unread && unread.lack() == Reading.Lack.ACCESS;
    }

    /** Returns a copy with the function applied to each file. */
    public Inventory map(UnaryOperator<ReplicaFile> change) {
        List<Generation> changed = generations.stream()
                .map(generation -> new Generation(
                        generation.id(),
                        generation.snapshots().stream()
                                .map(file -> file.with(change.apply(file).reading()))
                                .toList(),
                        generation.segments().stream()
                                .map(file -> file.with(change.apply(file).reading()))
                                .toList()))
                .toList();
        List<LtxFile> files = ltxFiles.stream()
                .map(file -> file.with(change.apply(file).reading()))
                .toList();
        return new Inventory(changed, files, others, vanished, proved);
    }

    /** Returns a copy with another reading of one file. */
    public Inventory with(ReplicaFile file, Reading reading) {
        String key = file.object().key();
        return map(each -> each.object().key().equals(key) ? each.with(reading) : each);
    }
}
