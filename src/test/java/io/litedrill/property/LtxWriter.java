package io.litedrill.property;

import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.format.LtxBuilder;
import io.litedrill.storage.MemoryObjectStore;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;

/**
 * Litestream 0.5, by its sources ({@code store.go}, {@code compactor.go}): a transaction goes to level 0; a
 * compaction writes one file of the next level from all files after its last one; a snapshot goes to level 9.
 * Retention deletes old files of level 0 that level 1 holds, old snapshots but the newest, and then files of the
 * other levels that end before the oldest snapshot left, but the newest of a level. What is to be deleted is
 * listed first and deleted one by one, while the other monitors go on.
 */
final class LtxWriter implements ReplicaWriter {
    private static final int SNAPSHOTS = 9;
    private static final int MOST_LEVEL = 2;
    private static final int FRAME = 4120;

    private final SqliteStates states;
    private final Random random;
    private final boolean uploadTimes;
    private final String prefix;
    private final MemoryObjectStore store = new MemoryObjectStore();
    private final List<Written> files = new ArrayList<>();
    private final Deque<Runnable> deletions = new ArrayDeque<>();
    private final List<String> story = new ArrayList<>();
    private final SteppedClock clock;
    private long newest;
    private long walStart = 32;
    private int salt;

    private record Written(int level, long min, long max, Instant time) {}

    /** Begins with one transaction, and lives through so many steps. */
    LtxWriter(SqliteStates states, long seed, int steps) {
        this.clock = new SteppedClock(seed);
        this.states = states;
        this.random = new Random(seed);
        this.uploadTimes = random.nextBoolean();
        this.prefix = uploadTimes ? "app/000" : "app/ltx/";
        this.salt = random.nextInt();
        commit();
        for (int i = 0; i < steps; i++) {
            step();
        }
    }

    @Override
    public void step() {
        clock.pass(Duration.ofMillis(1 + random.nextInt(5000)));
        int what = random.nextInt(100);
        if (!deletions.isEmpty() && what < 40) {
            for (int i = random.nextInt(4); i >= 0 && !deletions.isEmpty(); i--) {
                deletions.remove().run();
            }
        } else if (what < 65) {
            commit();
        } else if (what < 80) {
            compact(what < 75 ? 1 : MOST_LEVEL);
        } else if (what < 85) {
            snapshot();
        } else if (what < 93) {
            expireRaw();
        } else {
            expireSnapshots();
        }
    }

    private void commit() {
        if (newest < states.count()) {
            newest++;
            write(0, newest, newest, clock.now());
        }
    }

    private List<Written> level(int level) {
        return files.stream()
                .filter(file -> file.level == level)
                .sorted(Comparator.comparingLong(Written::min))
                .toList();
    }

    private long end(int level) {
        return level(level).stream().mapToLong(Written::max).max().orElse(0);
    }

    private void compact(int to) {
        long done = end(to);
        List<Written> sources =
                level(to - 1).stream().filter(file -> file.min > done).toList();
        if (!sources.isEmpty()) {
            Written last = sources.get(sources.size() - 1);
            write(to, sources.get(0).min, last.max, last.time);
        }
    }

    private void snapshot() {
        if (end(SNAPSHOTS) < newest) {
            write(SNAPSHOTS, 1, newest, clock.now());
        }
    }

    private void expireRaw() {
        long held = end(1);
        List<Written> old = level(0).stream().filter(file -> file.max <= held).toList();
        delete(0, old.subList(0, old.isEmpty() ? 0 : random.nextInt(old.size() + 1)));
    }

    private void expireSnapshots() {
        List<Written> snapshots = level(SNAPSHOTS);
        if (snapshots.size() < 2) {
            return;
        }
        compact(1);
        compact(MOST_LEVEL);
        int expired = 1 + random.nextInt(snapshots.size() - 1);
        List<Written> bySnapshot = snapshots.stream()
                .sorted(Comparator.comparingLong(Written::max))
                .toList();
        delete(SNAPSHOTS, bySnapshot.subList(0, expired));
        long oldest = bySnapshot.get(expired).max;
        for (int level = 1; level <= MOST_LEVEL; level++) {
            int of = level;
            deletions.add(() -> delete(
                    of, level(of).stream().filter(file -> file.max < oldest).toList()));
        }
    }

    /** Queues files for deletion, never the last one of a level. */
    private void delete(int level, List<Written> old) {
        List<Written> all = level(level);
        old.stream()
                .filter(file -> !file.equals(all.get(all.size() - 1)))
                .forEach(file -> deletions.add(() -> {
                    files.remove(file);
                    store.delete(key(file.level, file.min, file.max));
                    story.add(clock.now() + " - " + key(file.level, file.min, file.max));
                }));
    }

    private String key(int level, long min, long max) {
        return String.format(Locale.ROOT, "%s%d/%016x-%016x.ltx", prefix, level, min, max);
    }

    private void write(int level, long min, long max, Instant time) {
        LtxBuilder ltx = LtxBuilder.of(SqliteStates.PAGE, states.pages(max))
                .txids(min, max)
                .timestamp(time);
        List<Integer> pages = states.changed(min, max);
        if (level == 0) {
            if (random.nextInt(8) == 0) {
                salt = random.nextInt();
                walStart = 32;
            }
            long size = (long) FRAME * pages.size();
            ltx.wal(walStart, size, salt, 7);
            walStart += size;
        }
        pages.forEach(pgno -> ltx.page(pgno, states.page(max, pgno)));
        clock.pass(Duration.ofMillis(1 + random.nextInt(300)));
        store.put(key(level, min, max), ltx.build(), uploadTimes ? clock.now() : time.truncatedTo(ChronoUnit.MILLIS));
        files.add(new Written(level, min, max, time));
        story.add(clock.now() + " + " + key(level, min, max));
    }

    @Override
    public long uploaded() {
        return newest;
    }

    @Override
    public Optional<Long> transaction(Position position) {
        return position instanceof LtxPosition ltx && ltx.txid() >= 1 && ltx.txid() <= newest
                ? Optional.of(ltx.txid())
                : Optional.empty();
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
        // a transaction is uploaded in its own step
    }

    @Override
    public List<String> story() {
        return story;
    }
}
