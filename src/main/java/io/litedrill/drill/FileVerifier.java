package io.litedrill.drill;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.WalSegment;
import io.litedrill.replica.WalSnapshot;
import io.litedrill.replica.format.LtxHeader;
import io.litedrill.replica.format.LtxReader;
import io.litedrill.replica.format.SqliteHeader;
import io.litedrill.restore.ReplicaReader;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreException.Reason;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoredObject;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Reads files of a replica from the first byte to the last and verifies them by the rules of their formats. Defects are
 * stored as the reading of the file; only storage failures and interrupts are thrown. Memory is constant: a few
 * buffers, independent of file sizes.
 */
final class FileVerifier {
    private static final int BUFFER = 256 << 10;

    private final ReplicaReader reader;
    private final RestoreListener progress;
    private final Map<StoredObject, Reading> readings = new HashMap<>();
    private final Map<StoredObject, ReplicaFile> files = new HashMap<>();
    /** Shares equal readings: after a disk failure, thousands of files have the same damage. */
    private final Map<Reading, Reading> alike = new HashMap<>();
    /** Page size in bytes by generation, from its oldest readable snapshot. */
    private final Map<String, Integer> pageSizes = new HashMap<>();

    FileVerifier(Replica replica, RestoreListener progress) {
        this.reader = new ReplicaReader(replica.withListener(new StorageListener() {
            @Override
            public void request(Operation operation, boolean successful) {}

            @Override
            public void read(long bytes) {
                progress.read(bytes);
            }
        }));
        this.progress = progress;
    }

    /**
     * Verifies the files that were not verified before.
     *
     * @return false when a file vanished meanwhile
     */
    boolean verify(Inventory inventory) throws IOException {
        boolean complete = true;
        progress.verifies(inventory
                .files()
                .filter(file -> !isKnown(file))
                .mapToLong(file -> file.object().size())
                .sum());
        for (Generation generation : inventory.generations()) {
            complete &= verify(generation);
        }
        for (LtxFile file : inventory.ltxFiles()) {
            complete &= isKnown(file) || verify(file);
        }
        return complete;
    }

    /** Returns the inventory with the results of verification. Files that were not verified keep their reading. */
    Inventory applyTo(Inventory inventory) {
        return inventory.map(file -> file.with(readings.getOrDefault(file.object(), file.reading())));
    }

    /** Returns the result for a file; empty when it was not verified. */
    Optional<Reading> reading(ReplicaFile file) {
        return Optional.ofNullable(readings.get(file.object()));
    }

    /**
     * Discards the results of damaged files, so that the next call verifies them again.
     *
     * @return the files
     */
    List<StoredObject> doubtDamage() {
        List<StoredObject> damaged = readings.entrySet().stream()
                .filter(entry -> entry.getValue() instanceof Reading.Damaged)
                .map(Map.Entry::getKey)
                .toList();
        damaged.forEach(readings::remove);
        return damaged;
    }

    /** Returns the number of files verified so far. */
    int verified() {
        return readings.size();
    }

    private boolean isKnown(ReplicaFile file) {
        return readings.containsKey(file.object());
    }

    private boolean verify(Generation generation) throws IOException {
        boolean complete = true;
        for (WalSnapshot snapshot : generation.snapshots()) {
            complete &= isKnown(snapshot) || verify(snapshot);
        }
        Map<Long, List<WalSegment>> indexes = generation.segments().stream()
                .collect(Collectors.groupingBy(WalSegment::index, TreeMap::new, Collectors.toList()));
        for (List<WalSegment> index : indexes.values()) {
            complete &= index.stream().allMatch(this::isKnown) || verify(index);
        }
        return complete;
    }

    private boolean verify(List<WalSegment> index) throws IOException {
        IndexVerifier verifier = new IndexVerifier(reader, index, this::done);
        boolean complete = verifier.verify();
        verifier.readings().forEach(this::put);
        verifier.pageSize().ifPresent(size -> compare(index.get(0), size));
        return complete;
    }

    private void compare(WalSegment first, int pageSize) {
        Optional.ofNullable(pageSizes.get(first.generation()))
                .filter(expected -> expected != pageSize)
                .ifPresent(expected -> put(
                        first,
                        new Reading.Damaged(
                                "has pages of " + pageSize + " bytes, the snapshot of " + expected + " bytes")));
    }

    private boolean verify(ReplicaFile file) throws IOException {
        try {
            put(file, file instanceof LtxFile ltx ? header(ltx) : snapshot((WalSnapshot) file));
            done(file);
            return true;
        } catch (IOException e) {
            return failed(file, reader.explain(file, e));
        }
    }

    private boolean failed(ReplicaFile file, IOException failure) throws IOException {
        if (!(failure instanceof RestoreException known)) {
            throw failure;
        }
        if (known.reason() == Reason.VANISHED) {
            return false;
        }
        put(file, reading(known));
        done(file);
        return true;
    }

    /** Returns the reading that a read failure implies. */
    static Reading reading(RestoreException failure) {
        String message = Optional.ofNullable(failure.getCause())
                .map(Throwable::getMessage)
                .orElse(String.valueOf(failure.getMessage()));
        return switch (failure.reason()) {
            case UNSUPPORTED -> new Reading.Unsupported(message);
            case REFUSED -> new Reading.Unsupported(message, Reading.Lack.ACCESS);
            case LOCKED -> new Reading.Unsupported(message, Reading.Lack.IDENTITY);
            case DAMAGED, MISFIT, HOLE, VANISHED -> new Reading.Damaged(message);
        };
    }

    private void put(ReplicaFile file, Reading reading) {
        Reading one = reading instanceof Reading.Damaged ? alike.computeIfAbsent(reading, same -> same) : reading;
        readings.put(file.object(), one);
        files.put(file.object(), file);
    }

    /** Returns the verified files as they were listed. */
    Map<StoredObject, ReplicaFile> files() {
        return files;
    }

    private void done(ReplicaFile file) {
        progress.done(file);
    }

    private Reading header(LtxFile file) throws IOException {
        try (InputStream stored = reader.open(file);
                LtxReader ltx = new LtxReader(stored, file.object().size())) {
            LtxHeader header = ltx.header();
            while (ltx.next()) {
                // each page is verified on the way
            }
            if (header.minTxid() != file.minTxid() || header.maxTxid() != file.maxTxid()) {
                return new Reading.Damaged("its header says TXID " + new LtxPosition(header.minTxid()) + " to "
                        + new LtxPosition(header.maxTxid()) + ", its name does not");
            }
            return Reading.Header.of(header);
        }
    }

    private Reading snapshot(WalSnapshot file) throws IOException {
        byte[] buffer = new byte[BUFFER];
        try (InputStream content = reader.openFrame(file)) {
            int read = content.readNBytes(buffer, 0, BUFFER);
            int pageSize = SqliteHeader.parse(Arrays.copyOf(buffer, Math.min(read, SqliteHeader.SIZE)))
                    .pageSize();
            pageSizes.putIfAbsent(file.generation(), pageSize);
            long size = 0;
            while (read > 0) {
                size += read;
                read = content.readNBytes(buffer, 0, BUFFER);
            }
            return size % pageSize == 0
                    ? new Reading.Opened()
                    : new Reading.Damaged("holds " + size + " bytes, not whole pages of " + pageSize + " bytes");
        }
    }
}
