package io.litedrill.replica;

import io.litedrill.storage.StoredObject;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Remembers what reading whole files of a replica proved, for the files as they were listed then. A file with another size, time
 * or tag is another file, of which nothing is known.
 *
 * @param location of the replica, without secrets; another place has other files
 * @param damaged the files that two readings found damaged, by key
 * @param sound the files that were read to their end and verified
 * @param drilled the snapshots from which a drill restored a database that passed all its tests
 */
public record ProvedFiles(
        String location, Map<String, ProvedDamage> damaged, Set<FileDigest> sound, Set<FileDigest> drilled) {
    /** Nothing is known. */
    public static final ProvedFiles NONE = new ProvedFiles("", Map.of(), Set.of(), Set.of());

    /** Copies the collections. */
    public ProvedFiles {
        damaged = Map.copyOf(damaged);
        sound = Set.copyOf(sound);
        drilled = Set.copyOf(drilled);
    }

    /** The same, for a replica at this place; nothing for one at another place. */
    public ProvedFiles at(String place) {
        return location.equals(place) ? this : NONE;
    }

    /** The damage of a file; empty where none was proved of this version of it. */
    public Optional<ProvedDamage> damageOf(StoredObject file) {
        return Optional.ofNullable(damaged.get(file.key()))
                .filter(damage -> damage.file().equals(file));
    }

    public boolean isSound(ReplicaFile file) {
        return !sound.isEmpty() && sound.contains(FileDigest.of(file.object()));
    }

    /** Whether a drill passed on a database that was restored from this snapshot. */
    public boolean isDrilled(ReplicaFile snapshot) {
        return !drilled.isEmpty() && drilled.contains(FileDigest.of(snapshot.object()));
    }

    /** The inventory with the damage that is remembered of its files. */
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

    /** What is known after files were read. Of files that are not listed any more nothing is kept. */
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
