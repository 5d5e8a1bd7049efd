package io.litedrill.property;

import io.litedrill.property.State.Change;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Position;
import io.litedrill.replica.format.LtxBuilder;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * LTX files like those of Litestream 0.5: transactions in level 0, compactions of one level into the next, snapshots
 * in level 9, and the deletion of files that are no longer needed.
 */
final class LtxHistory implements Model {
    private static final int SNAPSHOTS = 9;
    private static final int MOST_LEVEL = 3;

    private final Story story;
    private final Random random;
    private final int mostPages;
    private final List<LtxFile> files = new ArrayList<>();
    private final TreeMap<Long, State> states = new TreeMap<>();
    private final List<Change> changes = new ArrayList<>();

    /** An existing file, and the time in its header. */
    private record LtxFile(int level, long min, long max, Instant time) {
        String path() {
            return String.format(Locale.ROOT, "ltx/%d/%016x-%016x.ltx", level, min, max);
        }
    }

    LtxHistory(Story story, State start, int mostPages) {
        this.story = story;
        this.random = story.random();
        this.mostPages = mostPages;
        story.note("LTX files of " + start);
        SortedMap<Integer, ByteBuffer> all = new TreeMap<>();
        for (int i = 0; i < start.pages().size(); i++) {
            all.put(i + 1, start.pages().get(i));
        }
        add(new Change(start.pages().size(), all), start);
        write(0, 1, 1, story.now());
    }

    private void add(Change change, State state) {
        changes.add(change);
        states.put((long) changes.size(), state);
    }

    private long newest() {
        return changes.size();
    }

    private State current() {
        return state(newest());
    }

    private State state(long txid) {
        return Optional.ofNullable(states.get(txid)).orElseThrow();
    }

    /** Runs this number of events. */
    void live(int events) {
        for (int i = 0; i < events; i++) {
            story.pass(story.chance(10) ? 60_000 : 1_500);
            int what = random.nextInt(100);
            if (what < 55) {
                replicate();
            } else if (what < 80) {
                compact(1 + random.nextInt(MOST_LEVEL));
            } else if (what < 88) {
                // its header has its own time, or that of its transaction
                write(SNAPSHOTS, 1, newest(), story.chance(50) ? story.now() : newestTime());
            } else if (what < 95) {
                deleteCompacted(random.nextInt(MOST_LEVEL));
            } else {
                retain();
            }
        }
    }

    private Instant newestTime() {
        return files.stream()
                .filter(file -> file.max == newest())
                .map(LtxFile::time)
                .min(Instant::compareTo)
                .orElseThrow();
    }

    private void replicate() {
        long min = newest() + 1;
        for (int i = story.chance(20) ? random.nextInt(3) : 0; i >= 0; i--) {
            Change change = current().next(random, mostPages);
            add(change, current().after(change));
        }
        write(0, min, newest(), story.now());
    }

    /** Compacts some of the files of the level below that are newer than all of this level. */
    private void compact(int level) {
        long done = end(level);
        List<LtxFile> newer = files.stream()
                .filter(file -> file.level == level - 1 && file.min > done)
                .toList();
        int count = newer.isEmpty() ? 0 : 1 + random.nextInt(newer.size());
        boolean joins = count > 0 && (done == 0 || newer.get(0).min == done + 1);
        if (joins) {
            write(level, newer.get(0).min, newer.get(count - 1).max, newer.get(count - 1).time);
        }
    }

    private long end(int level) {
        return files.stream()
                .filter(file -> file.level == level)
                .mapToLong(LtxFile::max)
                .max()
                .orElse(0);
    }

    private void write(int level, long min, long max, Instant time) {
        LtxFile file = new LtxFile(level, min, max, time);
        State state = state(max);
        LtxBuilder ltx = LtxBuilder.of(state.pageSize(), state.pages().size())
                .txids(min, max)
                .timestamp(time)
                .wal(32, 4120, random.nextInt(), random.nextInt())
                .encoding(random.nextBoolean() ? LtxBuilder.Encoding.BLOCK : LtxBuilder.Encoding.FRAME);
        SortedMap<Integer, ByteBuffer> pages = pages(min, max);
        pages.forEach((pgno, page) -> ltx.page(pgno, State.copy(page)));
        files.removeIf(other -> other.path().equals(file.path()));
        files.add(file);
        story.put(file.path(), ltx.build(), pages.keySet() + ", " + state + ", of " + time);
    }

    /** Returns the newest version of each page that these transactions wrote and that exists after them. */
    private SortedMap<Integer, ByteBuffer> pages(long min, long max) {
        SortedMap<Integer, ByteBuffer> pages = new TreeMap<>();
        for (long txid = min; txid <= max; txid++) {
            Change change = changes.get((int) txid - 1);
            pages.tailMap(change.pages() + 1).clear();
            pages.putAll(change.written());
        }
        return pages;
    }

    /**
     * Deletes files of a level that the next one contains, the oldest first, as Litestream does with level 0 after
     * some minutes.
     */
    private void deleteCompacted(int level) {
        long held = end(level + 1);
        List<LtxFile> old = files.stream()
                .filter(file -> file.level == level && file.max <= held)
                .toList();
        // the newest stays, because Litestream continues from it
        int most = Math.min(
                old.size(),
                (int) files.stream().filter(file -> file.level == level).count() - 1);
        old.stream().limit(random.nextInt(Math.max(0, most) + 1)).forEach(this::delete);
    }

    /** Deletes files older than one of the snapshots. */
    private void retain() {
        List<Long> snapshots = files.stream()
                .filter(file -> file.level == SNAPSHOTS)
                .map(LtxFile::max)
                .toList();
        if (!snapshots.isEmpty()) {
            long oldest = snapshots.get(random.nextInt(snapshots.size()));
            List.copyOf(files).stream().filter(file -> file.max < oldest).forEach(this::delete);
        }
    }

    private void delete(LtxFile file) {
        files.remove(file);
        story.delete(file.path());
    }

    @Override
    public List<List<Truth>> stretches() {
        TreeMap<Long, Instant> reached = new TreeMap<>();
        boolean more = true;
        while (more) {
            Map<Long, Instant> before = Map.copyOf(reached);
            files.stream()
                    .filter(file -> file.min == 1
                            || reached.keySet().stream().anyMatch(at -> file.min <= at + 1 && at < file.max))
                    .forEach(file -> reached.merge(file.max, file.time, (a, b) -> a.isBefore(b) ? a : b));
            more = !reached.equals(before);
        }
        return List.of(reached.entrySet().stream().map(this::truth).toList());
    }

    private Truth truth(Map.Entry<Long, Instant> reached) {
        return new Truth(new LtxPosition(reached.getKey()), reached.getValue(), state(reached.getKey()));
    }

    @Override
    public Optional<State> at(Position position) {
        return Stream.of(position)
                .filter(LtxPosition.class::isInstance)
                .map(LtxPosition.class::cast)
                .flatMap(ltx -> Optional.ofNullable(states.get(ltx.txid())).stream())
                .findFirst();
    }
}
