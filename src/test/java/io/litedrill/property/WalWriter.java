package io.litedrill.property;

import io.litedrill.replica.Position;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.WalBuilder;
import io.litedrill.storage.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;

/**
 * Litestream 0.3, by its sources ({@code db.go}, {@code replica.go}): transactions go to the WAL, whose end is
 * uploaded as a segment; a checkpoint begins a new index; a snapshot is the main file. Retention deletes the
 * snapshots before the oldest one that is kept, and then the segments of lower indexes. A new generation begins
 * with a snapshot; the older one is deleted some time later, in the order of its keys.
 */
final class WalWriter implements ReplicaWriter {
    private static final int HEADER = 32;
    private static final Duration MOST_PENDING = Duration.ofMillis(5);
    private static final int FRAME = SqliteStates.PAGE + 24;

    private final SqliteStates states;
    private final Random random;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final Deque<String> deletions = new ArrayDeque<>();
    private final TreeMap<WalPosition, Long> positions = new TreeMap<>(Comparator.comparing(WalPosition::generation)
            .thenComparingLong(WalPosition::index)
            .thenComparingLong(WalPosition::offset));
    private final List<String> story = new ArrayList<>();
    private final Deque<Index> pending = new ArrayDeque<>();
    private final TreeMap<Long, String> snapshots = new TreeMap<>();
    private final SteppedClock clock;
    private Optional<Instant> pendingSince = Optional.empty();
    private String generation = "";
    private Index current;
    private Duration late = Duration.ZERO;
    private long newest = 1;
    private long uploaded = 1;
    private long checkpointed = 1;

    /** A WAL that is not uploaded to its end. */
    private final class Index {
        private final String of = generation;
        private final long number;
        private final WalBuilder wal = new WalBuilder(SqliteStates.PAGE).salts(random.nextInt(), random.nextInt());
        private int frames;
        private long uploadedTo;

        Index(long number) {
            this.number = number;
        }

        long end() {
            return HEADER + (long) FRAME * frames;
        }

        void add(long transaction) {
            List<Integer> pages = states.changed(transaction, transaction);
            for (int i = 0; i < pages.size(); i++) {
                boolean last = i == pages.size() - 1;
                wal.frame(pages.get(i), last ? states.pages(transaction) : 0, states.page(transaction, pages.get(i)));
            }
            frames += pages.size();
            positions.put(new WalPosition(of, number, end()), transaction);
        }
    }

    /** Begins with a generation of one transaction, and lives through so many steps. */
    WalWriter(SqliteStates states, long seed, int steps) {
        this.clock = new SteppedClock(seed);
        this.states = states;
        this.random = new Random(seed);
        this.current = new Index(0);
        begin();
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    private void begin() {
        String old = generation;
        generation = String.format(Locale.ROOT, "%016x", random.nextLong());
        pending.clear();
        snapshots.clear();
        // the state of the database is in the main file: the checkpoint before a new generation brought it there
        checkpointed = newest;
        current = new Index(0);
        commit();
        snapshot();
        upload();
        if (!old.isEmpty()) {
            String prefix = "app/generations/" + old + "/";
            store.list(prefix, "", object -> deletions.add(object.key()));
        }
    }

    @Override
    public void step() {
        clock.pass(Duration.ofNanos(1 + random.nextInt(500_000)));
        keepUp();
        int what = random.nextInt(100);
        if (!deletions.isEmpty() && what < 40) {
            for (int i = random.nextInt(4); i >= 0 && !deletions.isEmpty(); i--) {
                String key = deletions.remove();
                store.delete(key);
                story.add(clock.now() + " - " + key);
            }
        } else if (what < 60) {
            commit();
        } else if (what < 75) {
            upload();
        } else if (what < 82) {
            checkpoint();
        } else if (what < 90) {
            snapshot();
        } else if (what < 97) {
            expire();
        } else if (deletions.isEmpty()) {
            begin();
        }
    }

    private void commit() {
        if (newest < states.count()) {
            newest++;
            current.add(newest);
            pendingSince = pendingSince.or(() -> Optional.of(clock.now()));
        }
    }

    private void checkpoint() {
        if (current.frames > 0) {
            pending.add(current);
            checkpointed = newest;
            current = new Index(current.number + 1);
        }
    }

    /** Uploads the rest of each WAL, in order. */
    private void upload() {
        while (!pending.isEmpty()) {
            upload(pending.remove());
        }
        if (current.frames > 0) {
            upload(current);
        }
        uploaded = newest;
        pendingSince = Optional.empty();
    }

    private void upload(Index index) {
        if (index.uploadedTo < index.end()) {
            byte[] bytes = Arrays.copyOfRange(index.wal.build(), (int) index.uploadedTo, (int) index.end());
            put(
                    String.format(Locale.ROOT, "wal/%08x_%08x.wal.lz4", index.number, index.uploadedTo),
                    Lz4Builder.frame(bytes));
            index.uploadedTo = index.end();
        }
    }

    /** Writes the main file, with the pages that a checkpoint has copied of the WAL that is being written. */
    private void snapshot() {
        String name = String.format(Locale.ROOT, "snapshots/%08x.snapshot.lz4", current.number);
        WalPosition start = new WalPosition(generation, current.number, 0);
        boolean ahead = random.nextBoolean();
        positions.put(start, ahead ? newest : checkpointed);
        put(name, Lz4Builder.frame(ahead ? ahead() : states.state(checkpointed)));
        snapshots.put(current.number, name);
    }

    /** The main file in the middle of a checkpoint, which copies pages in the order of their numbers; or after it. */
    private byte[] ahead() {
        byte[] before = states.state(checkpointed);
        byte[] after = states.state(newest);
        if (current.frames == 0 || random.nextBoolean()) {
            return after;
        }
        int copied = random.nextInt(Math.min(before.length, after.length) / SqliteStates.PAGE) * SqliteStates.PAGE;
        System.arraycopy(after, 0, before, 0, copied);
        return before;
    }

    private void expire() {
        if (snapshots.size() < 2 || !deletions.isEmpty()) {
            return;
        }
        int expired = 1 + random.nextInt(snapshots.size() - 1);
        for (int i = 0; i < expired; i++) {
            deletions.add("app/generations/" + generation + "/"
                    + snapshots.pollFirstEntry().getValue());
        }
        long oldest = snapshots.firstKey();
        String prefix = "app/generations/" + generation + "/wal/";
        store.list(prefix, "", object -> {
            if (Long.parseLong(object.key().substring(prefix.length(), prefix.length() + 8), 16) < oldest) {
                deletions.add(object.key());
            }
            return true;
        });
    }

    private void put(String name, byte[] bytes) {
        clock.pass(Duration.ofNanos(200_000 + random.nextInt(50_000)));
        Instant time = clock.now().minus(late);
        String key = "app/generations/" + generation + "/" + name;
        store.put(key, bytes, time);
        story.add(time + " + " + key + " of transaction " + newest);
    }

    @Override
    public long uploaded() {
        return uploaded;
    }

    @Override
    public Optional<Long> transaction(Position position) {
        return position instanceof WalPosition wal ? Optional.ofNullable(positions.get(wal)) : Optional.empty();
    }

    @Override
    public MemoryObjectStore store() {
        return store;
    }

    @Override
    public SteppedClock clock() {
        return clock;
    }

    @Override
    public void keepUp() {
        Optional<Instant> due =
                pendingSince.map(since -> since.plus(MOST_PENDING)).filter(time -> time.isBefore(clock.now()));
        if (due.isPresent()) {
            // the clock may have passed long since, but an upload was in time
            late = Duration.between(due.get(), clock.now());
            upload();
            late = Duration.ZERO;
        }
    }

    @Override
    public List<String> story() {
        return story;
    }
}
