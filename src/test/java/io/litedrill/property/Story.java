package io.litedrill.property;

import io.litedrill.replica.format.AgeBuilder;
import io.litedrill.replica.format.AgeIdentities;
import io.litedrill.storage.MemoryObjectStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/** A replica with random events, their clock, and a readable list of the events. */
final class Story {
    static final String ROOT = "backups/app";

    private final MemoryObjectStore store = new MemoryObjectStore();
    private final TreeMap<String, Instant> files = new TreeMap<>();
    private final List<String> events = new ArrayList<>();
    private final long seed;
    private final Random random;
    private Optional<AgeBuilder.Key> key = Optional.empty();
    private Instant now = Instant.parse("2026-11-01T00:00:00Z");

    Story(long seed) {
        this.seed = seed;
        this.random = new Random(seed);
    }

    Random random() {
        return random;
    }

    boolean chance(int in100) {
        return random.nextInt(100) < in100;
    }

    /** Encrypts files of the {@code wal} layout from now on. */
    void encrypt() {
        key = Optional.of(AgeBuilder.key());
        note("encrypted");
    }

    AgeIdentities identities() {
        return key.map(AgeBuilder.Key::identities).orElse(AgeIdentities.NONE);
    }

    Instant now() {
        return now;
    }

    /** Advances the clock by a random time, in whole milliseconds, at least one. */
    void pass(int mostMillis) {
        now = now.plusMillis(1L + random.nextInt(mostMillis));
    }

    void note(String what) {
        events.add(now + " " + what);
    }

    /** Writes a file below the root, a moment after the previous event. */
    Instant put(String path, byte[] bytes, String what) {
        pass(20);
        byte[] stored = path.endsWith(".lz4") && key.isPresent() ? AgeBuilder.encrypt(bytes, key.get()) : bytes;
        store.put(ROOT + "/" + path, stored, now);
        files.put(path, now);
        note("+ " + path + " " + what);
        return now;
    }

    void delete(String path) {
        store.delete(ROOT + "/" + path);
        files.remove(path);
        note("- " + path);
    }

    /** Restores a damaged file. */
    void mend(String path, byte[] stored) {
        store.put(
                ROOT + "/" + path, stored, Optional.ofNullable(files.get(path)).orElseThrow());
        note("mended: " + path);
    }

    MemoryObjectStore store() {
        return store;
    }

    /** Returns the existing files with their times. */
    NavigableMap<String, Instant> files() {
        return files;
    }

    @Override
    public String toString() {
        return "seed " + seed + ":\n" + String.join("\n", events) + "\n";
    }
}
