package io.litedrill.replica;

import io.litedrill.replica.timeline.Timeline;
import io.litedrill.storage.MemoryObjectStore;
import io.litedrill.storage.StorageException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A replica as a timeline reads it: its listing, and the parts of its files that a scan reads. Times are seconds
 * after {@link #START}.
 */
public final class Listing {
    /** Second 0. */
    public static final Instant START = Instant.parse("2026-11-01T00:00:00Z");
    /** The generation of files without one. */
    public static final String GENERATION = "00000000000000aa";
    /** Salts of every first segment of an index. */
    public static final Salts SALTS = new Salts(0xffffffffL, 7);

    private static final String ROOT = "app";

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Map<String, Reading> readings = new HashMap<>();
    private final String generation;
    private int bytes = 1;

    public Listing() {
        this(GENERATION);
    }

    private Listing(String generation) {
        this.generation = generation;
    }

    public static Instant second(long seconds) {
        return START.plusSeconds(seconds);
    }

    public static WalPosition wal(long index, long offset) {
        return new WalPosition(GENERATION, index, offset);
    }

    public Listing snapshot(long index, long seconds) {
        return snapshot(generation, index, seconds, new Reading.Opened());
    }

    public Listing snapshot(String of, long index, long seconds, Reading reading) {
        return file(
                String.format(Locale.ROOT, "generations/%s/snapshots/%08x.snapshot.lz4", of, index), seconds, reading);
    }

    /** Adds a measured segment. */
    public Listing segment(long index, long from, long to, long seconds) {
        return segment(generation, index, from, seconds, measured(from, to));
    }

    public static Reading measured(long from, long to) {
        return new Reading.Measured(to - from, from == 0 ? Optional.of(SALTS) : Optional.empty());
    }

    public Listing damagedSegment(long index, long from, long seconds) {
        return segment(generation, index, from, seconds, new Reading.Damaged("test"));
    }

    public Listing segment(String of, long index, long from, long seconds, Reading reading) {
        return file(
                String.format(Locale.ROOT, "generations/%s/wal/%08x_%08x.wal.lz4", of, index, from), seconds, reading);
    }

    /** Adds an LTX file whose header was not read. */
    public Listing ltx(int level, long min, long max, long seconds) {
        return ltx(level, min, max, seconds, Reading.UNREAD);
    }

    public Listing ltx(int level, long min, long max, long seconds, Reading reading) {
        return file(String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, min, max), seconds, reading);
    }

    /** Sets the size of the following files. */
    public Listing bytes(int size) {
        bytes = size;
        return this;
    }

    private Listing file(String path, long seconds, Reading reading) {
        store.put(ROOT + "/" + path, new byte[bytes], second(seconds));
        readings.put(ROOT + "/" + path, reading);
        return this;
    }

    public Replica replica() {
        return new Replica(store, ROOT);
    }

    public Inventory inventory() {
        try {
            return InventoryReader.list(replica())
                    .map(file -> file.with(readings.getOrDefault(file.object().key(), file.reading())));
        } catch (StorageException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns the timeline at a time when no change is pending. */
    public Timeline timeline() {
        return timeline(10_000_000);
    }

    public Timeline timeline(long nowSeconds) {
        return Timeline.of(replica(), inventory(), WriterSettings.DEFAULTS, second(nowSeconds));
    }
}
