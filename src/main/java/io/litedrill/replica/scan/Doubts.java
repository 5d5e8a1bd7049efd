package io.litedrill.replica.scan;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.Reading;
import io.litedrill.replica.VanishedFile;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.storage.StoredObject;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The faults that one listing shows. Listings are not atomic, and Litestream writes and deletes files meanwhile, so a
 * fault is one only if the next listing shows the same.
 */
public final class Doubts {
    /** No fault. */
    public static final Doubts NONE = new Doubts(Set.of(), Set.of(), Set.of(), false);

    private final Set<Hole> holes;
    private final Set<StoredObject> vanished;
    private final Set<StoredObject> damaged;
    private final boolean withoutPoint;

    private Doubts(Set<Hole> holes, Set<StoredObject> vanished, Set<StoredObject> damaged, boolean withoutPoint) {
        this.holes = holes;
        this.vanished = vanished;
        this.damaged = damaged;
        this.withoutPoint = withoutPoint;
    }

    /** Missing data. The times and files around it change while Litestream continues. */
    record Hole(Gap.Kind kind, String what) {}

    /** Returns the faults that a scan shows. */
    public static Doubts of(Scan scan) {
        Set<StoredObject> damaged = scan.inventory()
                .files()
                .filter(file -> file.reading() instanceof Reading.Damaged && !Inventory.isRememberedDamage(file))
                .map(file -> file.object())
                .collect(Collectors.toSet());
        Set<StoredObject> vanished = scan.inventory().vanished().stream()
                .map(VanishedFile::file)
                .map(file -> file.object())
                .collect(Collectors.toSet());
        return new Doubts(
                scan.timeline().holes().stream()
                        .map(Gap::missing)
                        .map(missing -> new Hole(missing.kind(), missing.what()))
                        .collect(Collectors.toSet()),
                vanished,
                damaged,
                scan.timeline().newest().isEmpty());
    }

    /** Returns whether there are none. */
    boolean isEmpty() {
        return holes.isEmpty() && vanished.isEmpty() && damaged.isEmpty() && !withoutPoint;
    }

    /** Returns whether all faults of the next listing are among these. */
    public boolean include(Doubts next) {
        return holes.containsAll(next.holes)
                && vanished.containsAll(next.vanished)
                && damaged.containsAll(next.damaged)
                && (withoutPoint || !next.withoutPoint);
    }
}
