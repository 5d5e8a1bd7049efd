package io.litedrill.replica;

import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a listing of a replica found, sorted, with what has been read of the files so far.
 *
 * @param generations of the {@code wal} layout, the one with the newest file last
 * @param ltxFiles of the {@code ltx} layout, by maxTxid, then minTxid, then level
 * @param others files that are none of Litestream's
 * @param vanished files that should be there and are not, or not as they were, as far as anything is remembered; not among
 *     the others
 * @param proved what earlier runs proved of the files by reading them
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

    /** What a listing found, with nothing remembered. */
    public Inventory(List<Generation> generations, List<LtxFile> ltxFiles, int others) {
        this(generations, ltxFiles, others, List.of(), ProvedFiles.NONE);
    }

    /** The same, where these files should be there too. */
    public Inventory lacking(List<VanishedFile> files) {
        return new Inventory(generations, ltxFiles, others, files, proved);
    }

    /** The same, with what is remembered of its files; those that were proved damaged cannot be used. */
    public Inventory remembering(ProvedFiles known) {
        return known.mark(new Inventory(generations, ltxFiles, others, vanished, known));
    }

    /** The same as if no damage were remembered. The files that it is remembered of have not been read. */
    public Inventory forgettingDamage() {
        return hasRememberedDamage() ? map(file -> isRememberedDamage(file) ? file.with(Reading.UNREAD) : file) : this;
    }

    /** Whether a file cannot be used only because damage is remembered of it. */
    public boolean hasRememberedDamage() {
        return files().anyMatch(Inventory::isRememberedDamage);
    }

    /** Whether this file was not read now, and is known to be damaged from an earlier run. */
    public static boolean isRememberedDamage(ReplicaFile file) {
        return file.reading() instanceof Reading.Damaged damaged
                && damaged.remembered().isPresent();
    }

    /** The same with what vanished in its place, as files that cannot be used: that is where the holes are. */
    public Inventory withVanished() {
        return vanished.isEmpty() ? this : InventoryReader.withVanished(this);
    }

    /** All files of Litestream's, of both layouts. */
    public Stream<ReplicaFile> files() {
        return Stream.concat(generations.stream().flatMap(Generation::files), ltxFiles.stream());
    }

    /** Whether nothing of Litestream's is there. */
    public boolean isEmpty() {
        return generations.isEmpty() && ltxFiles.isEmpty();
    }

    /** The snapshots of a format that this version does not know, of both layouts. */
    public Stream<ReplicaFile> unsupportedSnapshots() {
        return files().filter(file -> file.kind().equals("snapshot") && file.reading() instanceof Reading.Unsupported);
    }

    /** Whether there is such a snapshot: then it is not known whether there is a backup, though nothing can be restored here. */
    public boolean hasUnsupportedSnapshot() {
        return unsupportedSnapshots().findAny().isPresent();
    }

    /**
     * Whether a backup may be there though nothing can be restored: a snapshot is of an unknown format or encrypted, or the store refuses to
     * give a file that follows a snapshot.
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

    /** The same inventory with each file as the function gives it back. */
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

    /** The same inventory with another reading of one file. */
    public Inventory with(ReplicaFile file, Reading reading) {
        String key = file.object().key();
        return map(each -> each.object().key().equals(key) ? each.with(reading) : each);
    }
}
