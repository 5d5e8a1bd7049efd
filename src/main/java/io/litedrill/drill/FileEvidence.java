package io.litedrill.drill;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.ProvedDamage;
import io.litedrill.replica.ProvingRun;
import io.litedrill.replica.ReadFiles;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Collects the verdicts on single files from the attempts of one run. A file is damaged when two reads found damage and
 * its listing was unchanged. A file is sound when it was read to its end as part of a restored state.
 */
final class FileEvidence {
    private static final Logger LOG = LoggerFactory.getLogger(FileEvidence.class);

    private final Map<StoredObject, String> damaged = new HashMap<>();
    private final Set<StoredObject> sound = new HashSet<>();
    private List<StoredObject> listed = List.of();

    /** Records the newest listing. */
    void listed(Inventory inventory) {
        listed = inventory.files().map(ReplicaFile::object).toList();
    }

    /** Records files that were read to their end. */
    void sound(Collection<ReplicaFile> files) {
        files.stream().map(ReplicaFile::object).forEach(file -> {
            sound.add(file);
            damaged.remove(file);
        });
    }

    /** Records a file that two reads found damaged. Other files are ignored. */
    void damaged(ReplicaFile file) {
        if (file.reading() instanceof Reading.Damaged known) {
            damaged.put(file.object(), known.reason());
            sound.remove(file.object());
        }
    }

    /** Reads a failed file again and records it when it is damaged again. A failed read proves nothing. */
    void confirm(Replica replica, Inventory inventory, RestoreException failure) {
        if (failure.reason() != RestoreException.Reason.DAMAGED) {
            return;
        }
        ReplicaFile file = failure.file();
        try {
            FileVerifier again = new FileVerifier(replica, RestoreListener.NONE);
            again.verify(needed(inventory, file));
            if (again.reading(file).orElse(Reading.UNREAD) instanceof Reading.Damaged known
                    && replica.isAsListed(file)) {
                damaged.put(file.object(), known.reason());
                sound.remove(file.object());
            }
        } catch (IOException e) {
            LOG.debug("{}: could not be read again, so its damage is not remembered", replica.locate(file), e);
        }
    }

    /**
     * Returns an inventory of the file and of the files required to verify it: the segments of its WAL index up to it.
     */
    private static Inventory needed(Inventory inventory, ReplicaFile file) {
        if (file instanceof LtxFile ltx) {
            return new Inventory(List.of(), List.of(ltx), 0);
        }
        if (file instanceof WalSnapshot snapshot) {
            return of(new Generation(snapshot.generation(), List.of(snapshot), List.of()));
        }
        WalSegment segment = (WalSegment) file;
        List<WalSegment> index = inventory.generations().stream()
                .filter(generation -> generation.id().equals(segment.generation()))
                .flatMap(generation -> generation.segments().stream())
                .filter(each -> each.index() == segment.index() && each.offset() <= segment.offset())
                .toList();
        return of(new Generation(segment.generation(), List.of(), index));
    }

    private static Inventory of(Generation generation) {
        return new Inventory(List.of(generation), List.of(), 0);
    }

    /**
     * Returns the verdicts.
     *
     * @param drilled snapshots from which a drill that passed restored
     */
    ReadFiles read(Replica replica, ProvingRun run, Set<StoredObject> drilled) {
        Map<String, ProvedDamage> proved = new HashMap<>();
        damaged.forEach((file, reason) -> proved.put(file.key(), new ProvedDamage(file, reason, run)));
        return new ReadFiles(replica.location(), listed, proved, sound, drilled);
    }
}
