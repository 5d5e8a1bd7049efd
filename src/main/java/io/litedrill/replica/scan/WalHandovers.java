package io.litedrill.replica.scan;

import io.litedrill.replica.Generation;
import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Reading;
import io.litedrill.replica.Replica;
import io.litedrill.replica.WalPosition;
import io.litedrill.replica.WalSegment;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * Finds the places where a replica continues from one WAL of the live database to the next. In layout {@code ltx}, only
 * the headers of level-0 files identify a WAL. A binary search reads few of them, since a finished WAL does not return.
 */
public final class WalHandovers {
    private static final int MOST_HEADERS = 200;

    private final Replica replica;
    private final ReadingCache cache;
    private final FileProbe probe;
    private int headers;

    /** Creates a finder for one scan. */
    public WalHandovers(Replica replica, ReadingCache cache) {
        this.replica = replica;
        this.cache = cache;
        this.probe = new FileProbe(replica);
    }

    /** Describes a place in the order of the replica; {@code first} is the first TXID of the file. */
    private record Node(ReplicatedWal wal, long first, Optional<LtxFile> file) {}

    /**
     * Returns the newest WAL in a replica; empty when no remaining file identifies a WAL.
     *
     * @throws IOException when the store fails
     */
    public Optional<ReplicatedWal> newest(Inventory inventory) throws IOException {
        List<LtxFile> raw = raw(inventory);
        if (!raw.isEmpty()) {
            return node(raw.get(raw.size() - 1)).map(Node::wal);
        }
        List<ReplicatedWal> indexes = indexes(inventory);
        return indexes.isEmpty() ? Optional.empty() : Optional.of(indexes.get(indexes.size() - 1));
    }

    /**
     * Returns the handovers after a place, oldest first.
     *
     * @param from the newest WAL at an earlier scan; empty for all remaining handovers
     * @throws IOException when the store fails, or a file is deleted during the scan
     */
    public List<WalHandover> after(Inventory inventory, Optional<ReplicatedWal> from) throws IOException {
        List<LtxFile> raw = raw(inventory);
        return raw.isEmpty() ? ofIndexes(indexes(inventory), from) : ofFiles(raw, from);
    }

    private static List<LtxFile> raw(Inventory inventory) {
        return inventory.ltxFiles().stream()
                .filter(file -> file.level() == 0 && file.isUsable())
                .sorted(Comparator.comparing(LtxFile::end))
                .toList();
    }

    private List<WalHandover> ofFiles(List<LtxFile> raw, Optional<ReplicatedWal> from) throws IOException {
        Optional<LtxPosition> known = from.map(ReplicatedWal::position)
                .filter(LtxPosition.class::isInstance)
                .map(LtxPosition.class::cast);
        List<LtxFile> later = raw.stream()
                .filter(file -> known.isEmpty() || file.end().compareTo(known.get()) > 0)
                .toList();
        List<WalHandover> found = new ArrayList<>();
        if (later.isEmpty()) {
            return found;
        }
        Optional<Node> first = node(later.get(0));
        if (known.isPresent() && first.isPresent()) {
            add(new Node(from.get(), 0, Optional.empty()), first.get(), found);
        }
        between(later, 0, later.size() - 1, found);
        return found;
    }

    private void between(List<LtxFile> files, int low, int high, List<WalHandover> found) throws IOException {
        if (low == high) {
            return;
        }
        Optional<Node> first = node(files.get(low));
        Optional<Node> last = node(files.get(high));
        if (first.isEmpty()
                || last.isEmpty()
                || first.get().wal().salts().equals(last.get().wal().salts())) {
            return;
        }
        if (high - low == 1) {
            add(first.get(), last.get(), found);
            return;
        }
        int middle = (low + high) / 2;
        between(files, low, middle, found);
        between(files, middle, high, found);
    }

    private static void add(Node before, Node after, List<WalHandover> found) {
        boolean meets = before.wal().position() instanceof LtxPosition end && after.first() == end.txid() + 1;
        if (meets && !before.wal().salts().equals(after.wal().salts())) {
            found.add(new WalHandover(before.wal(), after.wal(), after.file()));
        }
    }

    private Optional<Node> node(LtxFile file) throws IOException {
        Reading reading = file.reading() instanceof Reading.Unread
                ? cache.get(replica, file).orElse(Reading.UNREAD)
                : file.reading();
        if (reading instanceof Reading.Unread && headers < MOST_HEADERS) {
            headers++;
            reading = probe.probe(file);
            cache.put(replica, file, reading);
        }
        return reading instanceof Reading.Header header
                ? Optional.of(new Node(
                        new ReplicatedWal(header.salts(), header.walEnd(), file.end(), header.timestamp()),
                        file.minTxid(),
                        Optional.of(file.with(header))))
                : Optional.empty();
    }

    private static List<WalHandover> ofIndexes(List<ReplicatedWal> indexes, Optional<ReplicatedWal> from) {
        List<WalHandover> found = new ArrayList<>();
        for (int i = 1; i < indexes.size(); i++) {
            ReplicatedWal before = indexes.get(i - 1);
            ReplicatedWal after = indexes.get(i);
            boolean meets = index(before) + 1 == index(after);
            if (meets && !before.salts().equals(after.salts()) && isNew(before, from)) {
                found.add(new WalHandover(before, after, Optional.empty()));
            }
        }
        return found;
    }

    private static long index(ReplicatedWal wal) {
        return ((WalPosition) wal.position()).index();
    }

    private static boolean isNew(ReplicatedWal before, Optional<ReplicatedWal> from) {
        return from.map(ReplicatedWal::position)
                .filter(WalPosition.class::isInstance)
                .map(WalPosition.class::cast)
                .filter(known -> known.generation().equals(((WalPosition) before.position()).generation())
                        && known.index() > index(before))
                .isEmpty();
    }

    /** Returns the WAL indexes of the newest generation that were read to their ends, in order. */
    private static List<ReplicatedWal> indexes(Inventory inventory) {
        List<ReplicatedWal> found = new ArrayList<>();
        if (inventory.generations().isEmpty()) {
            return found;
        }
        Generation newest = inventory.generations().get(inventory.generations().size() - 1);
        TreeMap<Long, List<WalSegment>> indexes = new TreeMap<>();
        newest.segments()
                .forEach(segment -> indexes.computeIfAbsent(segment.index(), index -> new ArrayList<>())
                        .add(segment));
        indexes.values().forEach(segments -> whole(segments).ifPresent(found::add));
        return found;
    }

    private static Optional<ReplicatedWal> whole(List<WalSegment> segments) {
        WalSegment first = segments.get(0);
        OptionalLong end = OptionalLong.of(0);
        for (WalSegment segment : segments) {
            if (end.isEmpty() || segment.offset() != end.getAsLong() || !segment.isUsable()) {
                return Optional.empty();
            }
            end = segment.end();
        }
        WalSegment last = segments.get(segments.size() - 1);
        if (end.isEmpty() || !(first.reading() instanceof Reading.Measured measured)) {
            return Optional.empty();
        }
        WalPosition position = new WalPosition(last.generation(), last.index(), end.getAsLong());
        return measured.salts().map(salts -> new ReplicatedWal(salts, position.offset(), position, last.time()));
    }
}
