package io.litedrill.property;

import io.litedrill.property.State.Change;
import io.litedrill.replica.Position;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.format.Lz4Builder;
import io.litedrill.replica.format.WalBuilder;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * A generation like those of Litestream 0.3: transactions go to the WAL, checkpoints begin a new index, segments are
 * uploaded in order and with a delay, and a snapshot is the main file in any state between checkpoints.
 */
final class WalHistory implements Model {
    private static final int HEADER = 32;
    private static final Duration MOST_WAITING = Duration.ofSeconds(7);

    private final Story story;
    private final Random random;
    private final String generation;
    private final int mostPages;
    private final List<Index> indexes = new ArrayList<>();
    private final TreeMap<Long, Instant> snapshots = new TreeMap<>();
    private State current;
    /** The index of a snapshot whose own changes may not all be uploaded yet. */
    private long unhealed = -1;

    private record Segment(long from, long to, Instant time) {}

    /** A WAL file: its frames, the states after its commits, and its uploaded part. */
    private final class Index {
        private final WalBuilder wal = new WalBuilder(current.pageSize());
        private final State start = current;
        private final TreeMap<Long, State> commits = new TreeMap<>();
        private final List<Segment> segments = new ArrayList<>();
        private long end = HEADER;
        private long uploaded;

        Index() {
            wal.salts(random.nextInt(), random.nextInt()).checkpointSequence(indexes.size());
            if (random.nextBoolean()) {
                wal.bigEndianChecksums();
            }
        }

        void commit(Change change) {
            Iterator<Map.Entry<Integer, ByteBuffer>> written =
                    change.written().entrySet().iterator();
            while (written.hasNext()) {
                Map.Entry<Integer, ByteBuffer> page = written.next();
                wal.frame(page.getKey(), written.hasNext() ? 0 : change.pages(), State.copy(page.getValue()));
                end += frame();
            }
            commits.put(end, current);
        }

        /** Returns the state after the last commit up to an offset. */
        State at(long offset) {
            Map.Entry<Long, State> commit = commits.floorEntry(offset);
            return commit == null ? start : commit.getValue();
        }
    }

    WalHistory(Story story, String generation, State start, int mostPages) {
        this.story = story;
        this.random = story.random();
        this.generation = generation;
        this.mostPages = mostPages;
        this.current = start;
        indexes.add(new Index());
        story.note("generation " + generation + " of " + start);
    }

    private long frame() {
        return 24L + current.pageSize();
    }

    /** Runs this number of events, and uploads the rest. */
    State live(int events) {
        if (story.chance(20)) {
            transact();
            upload();
        }
        snapshot();
        for (int i = 0; i < events; i++) {
            boolean pause = story.chance(10);
            if (pause || snapshots.lastEntry().getValue().isBefore(story.now().minus(MOST_WAITING))) {
                catchUp();
            }
            story.pass(pause ? 60_000 : 1_500);
            event(random.nextInt(100));
        }
        while (pending().isPresent()) {
            unhealed = 0;
            upload();
        }
        return current;
    }

    /**
     * Uploads the rest: an upload later than ten sync intervals after a snapshot of a later index proves that the
     * snapshot does not contain it.
     */
    private void catchUp() {
        while (pending().filter(index -> index < snapshots.lastKey()).isPresent()) {
            upload();
        }
    }

    private void event(int what) {
        if (what < 50) {
            transact();
        } else if (what < 78) {
            upload();
        } else if (what < 86) {
            checkpoint();
        } else if (what < 95) {
            snapshot();
        } else {
            retain();
        }
    }

    private Index live() {
        return indexes.get(indexes.size() - 1);
    }

    private void transact() {
        Change change = current.next(random, mostPages);
        current = current.after(change);
        live().commit(change);
        story.note("commit to " + (indexes.size() - 1) + ":" + live().end + " of "
                + change.written().keySet() + ", " + change.pages() + " pages");
    }

    private void checkpoint() {
        if (!live().commits.isEmpty()) {
            indexes.add(new Index());
            story.note("checkpoint: index " + (indexes.size() - 1));
        }
    }

    private Optional<Integer> pending() {
        return Stream.iterate(0, i -> i < indexes.size(), i -> i + 1)
                .filter(i -> indexes.get(i).uploaded < indexes.get(i).end
                        && !indexes.get(i).commits.isEmpty())
                .findFirst();
    }

    /**
     * Uploads all pending frames of the oldest index, or up to any frame if no snapshot depends on pending frames.
     */
    private void upload() {
        pending().ifPresent(i -> {
            Index index = indexes.get(i);
            long to = index.end;
            if (unhealed < 0 && story.chance(25)) {
                long from = Math.max(HEADER, index.uploaded + (index.uploaded > 0 ? frame() : 0));
                to = from + random.nextInt((int) ((index.end - from) / frame()) + 1) * frame();
            }
            byte[] part = Arrays.copyOfRange(index.wal.build(), (int) index.uploaded, (int) to);
            Instant time = story.put(path(i, index.uploaded), frameOf(part), "to " + to);
            index.segments.add(new Segment(index.uploaded, to, time));
            index.uploaded = to;
            unhealed = i >= unhealed && to == index.end ? -1 : unhealed;
        });
    }

    private byte[] frameOf(byte[] content) {
        Lz4Builder frame = new Lz4Builder(content);
        return (story.chance(30) ? frame.contentPerBlock(1 << 16) : frame).build();
    }

    private String path(int index, long offset) {
        return String.format(Locale.ROOT, "generations/%s/wal/%08x_%08x.wal.lz4", generation, index, offset);
    }

    private String path(long snapshot) {
        return String.format(Locale.ROOT, "generations/%s/snapshots/%08x.snapshot.lz4", generation, snapshot);
    }

    private void snapshot() {
        long index = indexes.size() - 1L;
        State main = mainFile();
        boolean pending = pending().isPresent();
        snapshots.put(index, story.put(path(index), frameOf(main.bytes()), main + (pending ? ", maybe ahead" : "")));
        unhealed = pending ? index : unhealed;
    }

    /** Returns the main file. A checkpoint may have copied any pages of the live index up to some commit. */
    private State mainFile() {
        Index index = live();
        List<State> versions = new ArrayList<>(List.of(index.start));
        index.commits.values().stream()
                .limit(random.nextInt(index.commits.size() + 1))
                .forEach(versions::add);
        State newest = versions.get(versions.size() - 1);
        // truncated to its size only after the whole WAL was copied
        int size = newest.equals(current) && story.chance(50)
                ? newest.pages().size()
                : versions.stream()
                        .mapToInt(state -> state.pages().size())
                        .max()
                        .orElseThrow();
        List<ByteBuffer> pages = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int page = i;
            List<ByteBuffer> copies = versions.stream()
                    .filter(state -> page < state.pages().size())
                    .map(state -> state.pages().get(page))
                    .toList();
            pages.add(copies.get(story.chance(70) ? copies.size() - 1 : random.nextInt(copies.size())));
        }
        return new State(current.pageSize(), pages);
    }

    /** Deletes files older than one of the snapshots. */
    private void retain() {
        List<Long> kept = List.copyOf(snapshots.keySet());
        long oldest = kept.get(random.nextInt(kept.size()));
        if (pending().filter(index -> index < oldest).isPresent()) {
            return;
        }
        kept.stream().filter(index -> index < oldest).forEach(index -> {
            story.delete(path(index));
            snapshots.remove(index);
        });
        for (int i = 0; i < oldest; i++) {
            int index = i;
            indexes.get(i).segments.forEach(segment -> story.delete(path(index, segment.from)));
            indexes.get(i).segments.clear();
        }
    }

    /** A segment with its index. */
    private record Placed(int index, Segment segment) {}

    private List<Placed> uploaded() {
        return Stream.iterate(0, i -> i < indexes.size(), i -> i + 1)
                .flatMap(i -> indexes.get(i).segments.stream().map(segment -> new Placed(i, segment)))
                .toList();
    }

    @Override
    public List<List<Truth>> stretches() {
        List<Placed> all = uploaded();
        List<Truth> points = new ArrayList<>();
        for (int i = 0; i < all.size(); i++) {
            if (isSound(all.subList(0, i + 1))) {
                points.add(truth(all.get(i), all.get(i).segment.time));
            }
        }
        if (points.isEmpty() && !all.isEmpty()) {
            snapshots.keySet().stream()
                    .filter(index -> !indexes.get((int) (long) index).segments.isEmpty())
                    .max(Comparator.naturalOrder())
                    .ifPresent(index ->
                            points.add(truth(all.get(all.size() - 1), snapshots.getOrDefault(index, Instant.MIN))));
        }
        Optional<Truth> bare = bare(all);
        return Stream.of(points, bare.stream().toList())
                .filter(each -> !each.isEmpty())
                .toList();
    }

    /** Returns whether these segments continue from a snapshot, and one of them was uploaded after it. */
    private boolean isSound(List<Placed> upTo) {
        return snapshots.entrySet().stream()
                .anyMatch(snapshot ->
                        upTo.stream().anyMatch(each -> each.index == snapshot.getKey() && each.segment.from == 0)
                                && upTo.stream()
                                        .anyMatch(each -> each.index >= snapshot.getKey()
                                                && each.segment.time.isAfter(snapshot.getValue())));
    }

    private Truth truth(Placed last, Instant time) {
        WalPosition position = new WalPosition(generation, last.index, last.segment.to);
        return new Truth(position, time, indexes.get(last.index).at(last.segment.to));
    }

    /** Returns the newest snapshot if no segment follows it. */
    private Optional<Truth> bare(List<Placed> all) {
        Map.Entry<Long, Instant> newest = snapshots.lastEntry();
        return all.stream().anyMatch(each -> each.index >= newest.getKey())
                ? Optional.empty()
                : Optional.of(new Truth(new WalPosition(generation, newest.getKey(), 0), newest.getValue(), current));
    }

    @Override
    public Optional<State> at(Position position) {
        return position instanceof WalPosition wal && wal.generation().equals(generation)
                ? Optional.of(indexes.get((int) wal.index()).at(wal.offset()))
                : Optional.empty();
    }

    /**
     * Returns whether a missing file may cause a state that never existed, because no rule of the format detects its
     * absence: after a segment that ended an index, where the next index continues; and at the end, for a snapshot
     * that depends on the missing segment.
     *
     * @param newest whether this is the newest point of this generation
     */
    boolean leavesNoTrace(String missing, WalPosition point, boolean newest) {
        if (!point.generation().equals(generation)) {
            return false;
        }
        List<Placed> all = uploaded();
        for (int i = 0; i < all.size(); i++) {
            Placed each = all.get(i);
            if (missing.equals(path(each.index, each.segment.from))) {
                boolean last = i + 1 == all.size();
                boolean endsIndex = !last && all.get(i + 1).index > each.index && each.segment.from > 0;
                return (last && newest) || (endsIndex && point.index() > each.index);
            }
        }
        return false;
    }
}
