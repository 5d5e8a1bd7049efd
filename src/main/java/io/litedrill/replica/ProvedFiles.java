package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers the results of reading whole files of a replica, for the files as they were listed at that time. A file
 * with another size, time or tag is another file without a result.
 *
 * @param location of the replica, without secrets; the results apply to no other location
 * @param damaged the files that two readings found damaged, by key
 * @param sound the files that were read to their end and verified
 * @param drilled the snapshots from which a drill restored a database that passed all its tests
 */
public record ProvedFiles(
        String location, Map<String, ProvedDamage> damaged, Set<FileDigest> sound, Set<FileDigest> drilled) {
    /** Contains no results. */
    public static final ProvedFiles NONE = new ProvedFiles("", Map.of(), Set.of(), Set.of());

    /** Copies the collections. */
    public ProvedFiles {
        damaged = Map.copyOf(damaged);
        sound = Set.copyOf(sound);
        drilled = Set.copyOf(drilled);
    }

    /** Returns this object if the replica is at this location, and {@link #NONE} otherwise. */
    public ProvedFiles at(String place) {
        return location.equals(place) ? this : NONE;
    }

    /** Returns the proved damage of a file; empty if this version of the file has no proved damage. */
    public Optional<ProvedDamage> damageOf(StoredObject file) {
        return Optional.ofNullable(damaged.get(file.key()))
                .filter(damage -> damage.file().equals(file));
    }

    public boolean isSound(ReplicaFile file) {
        return !sound.isEmpty() && sound.contains(FileDigest.of(file.object()));
    }

    /** Returns whether a drill passed on a database that was restored from this snapshot. */
    public boolean isDrilled(ReplicaFile snapshot) {
        return !drilled.isEmpty() && drilled.contains(FileDigest.of(snapshot.object()));
    }

    /** Returns the inventory with the remembered damage of its files. */
    public Inventory mark(Inventory listed) {
        return damaged.isEmpty() ? listed : listed.map(this::marked);
    }

    private ReplicaFile marked(ReplicaFile file) {
        return file.isUsable()
                ? damageOf(file.object())
                        .<ReplicaFile>map(
                                damage -> file.with(new Reading.Damaged(damage.reason(), Optional.of(damage.run()))))
                        .orElse(file)
                : file;
    }

    /** Returns the results after a run read files. Drops the results of files that are no longer listed. */
    public ProvedFiles after(ReadFiles read) {
        Map<String, ProvedDamage> nowDamaged = new HashMap<>(read.damaged());
        Set<FileDigest> nowSound = new HashSet<>();
        Set<FileDigest> nowDrilled = new HashSet<>();
        ProvedFiles before = at(read.location());
        for (StoredObject file : read.listed()) {
            boolean isSound = read.sound().contains(file);
            if (!isSound) {
                before.damageOf(file).ifPresent(damage -> nowDamaged.putIfAbsent(file.key(), damage));
            }
            FileDigest digest = FileDigest.of(file);
            if (isSound || (before.sound().contains(digest) && !nowDamaged.containsKey(file.key()))) {
                nowSound.add(digest);
            }
            if (before.drilled().contains(digest) || read.drilled().contains(file)) {
                nowDrilled.add(digest);
            }
        }
        return new ProvedFiles(read.location(), nowDamaged, nowSound, nowDrilled);
    }
}
