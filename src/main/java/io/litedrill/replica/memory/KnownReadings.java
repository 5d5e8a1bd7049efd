package io.litedrill.replica.memory;

import io.litedrill.replica.Reading;
import io.litedrill.replica.ReplicaFile;
import java.util.HashMap;
import java.util.Map;

/** Holds what earlier checks read of the files of a replica, so that another process need not read it again. */
public final class KnownReadings {
    /** Contains no files. */
    public static final KnownReadings NONE = new KnownReadings(Map.of());

    private final Map<String, KnownFile> files;

    private KnownReadings(Map<String, KnownFile> files) {
        this.files = files;
    }

    static KnownReadings of(KnownFiles known) {
        Map<String, KnownFile> files = new HashMap<>();
        known.files().forEach(file -> files.put(file.key(), file));
        return new KnownReadings(files);
    }

    /** Returns what was read of this version of a file; {@link Reading#UNREAD} if nothing was. */
    public Reading of(ReplicaFile file) {
        KnownFile known = files.get(file.object().key());
        return known != null && known.isSameVersionAs(KnownFile.of(file)) ? known.reading() : Reading.UNREAD;
    }

    /** Returns whether an earlier listing has a file of this name. */
    public boolean lists(ReplicaFile file) {
        return files.containsKey(file.object().key());
    }

    public boolean isEmpty() {
        return files.isEmpty();
    }
}
