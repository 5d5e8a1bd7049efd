package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Files at an end: the other files alone may be all that Litestream ever wrote. */
final class Finished {
    private final ReplicaImage image;

    Finished(ReplicaImage image) {
        this.image = image;
    }

    /** Returns whether the deletion of this file leaves a trace, by the rules of the layouts and not by findings. */
    Kind kindOfDeleting(String path) {
        CaseNames name = CaseNames.of(path);
        if (name instanceof CaseNames.Ltx ltx) {
            return isNewEnd(ltx) ? Kind.NEW_END : Kind.DELETED;
        }
        if (!(name instanceof CaseNames.Segment segment)) {
            return Kind.DELETED;
        }
        List<CaseNames.Segment> segments = segments(segment.generation());
        int at = segments.indexOf(segment);
        if (at == segments.size() - 1) {
            return Kind.NEW_END;
        }
        boolean last = segments.get(at + 1).index() != segment.index();
        return last && segment.offset() > 0 ? Kind.TAIL_OF_INDEX : Kind.DELETED;
    }

    /** Returns whether only this file reaches the newest transaction; every other file leaves a gap. */
    private boolean isNewEnd(CaseNames.Ltx ltx) {
        long newest = ltxFiles().stream().mapToLong(CaseNames.Ltx::max).max().orElseThrow();
        return ltx.max() == newest
                && ltxFiles().stream().filter(file -> file.max() == newest).count() == 1;
    }

    List<CaseNames.Ltx> ltxFiles() {
        return named(CaseNames.Ltx.class);
    }

    /** Returns the segments in the order of replay. */
    List<CaseNames.Segment> segments(String generation) {
        return named(CaseNames.Segment.class).stream()
                .filter(segment -> segment.generation().equals(generation))
                .toList();
    }

    List<CaseNames.Snapshot> snapshots() {
        return named(CaseNames.Snapshot.class);
    }

    private <T extends CaseNames> List<T> named(Class<T> type) {
        return image.paths().stream()
                .map(CaseNames::of)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    List<String> generations() {
        return image.paths("generations/").stream()
                .map(path -> path.split("/", -1)[1])
                .distinct()
                .toList();
    }

    /**
     * Returns the damages beyond one deleted file that leave no trace: several segments, a whole index, newer LTX
     * files.
     */
    List<Damage> traceless() {
        List<Damage> all = new ArrayList<>();
        for (String generation : generations()) {
            all.addAll(tails(segments(generation)));
            all.addAll(ends(segments(generation)));
        }
        all.addAll(ltxEnds());
        all.addAll(olderSnapshots());
        return all;
    }

    private static List<Damage> tails(List<CaseNames.Segment> segments) {
        List<Damage> all = new ArrayList<>();
        for (int from = 0; from < segments.size(); from++) {
            long index = segments.get(from).index();
            List<CaseNames.Segment> tail = segments.subList(from, segments.size()).stream()
                    .filter(segment -> segment.index() == index)
                    .toList();
            boolean finished = segments.get(segments.size() - 1).index() != index;
            if (finished && tail.size() > 1 && tail.get(0).offset() > 0) {
                all.add(deleted(Kind.TAIL_OF_INDEX, tail));
            }
        }
        return all;
    }

    private static List<Damage> ends(List<CaseNames.Segment> segments) {
        List<Damage> all = new ArrayList<>();
        for (int from = Math.max(1, segments.size() - 12); from < segments.size() - 1; from++) {
            all.add(deleted(Kind.NEW_END, segments.subList(from, segments.size())));
        }
        return all;
    }

    private List<Damage> ltxEnds() {
        return ltxFiles().stream()
                .map(CaseNames.Ltx::max)
                .distinct()
                .map(max -> ltxFiles().stream()
                        .filter(file -> Long.compareUnsigned(file.max(), max) > 0)
                        .toList())
                .filter(behind -> behind.size() > 1)
                .map(behind -> deleted(Kind.NEW_END, behind))
                .toList();
    }

    private List<Damage> olderSnapshots() {
        List<Damage> all = new ArrayList<>();
        for (CaseNames.Snapshot older : snapshots()) {
            snapshots().stream()
                    .filter(newer -> newer.generation().equals(older.generation()) && newer.index() > older.index())
                    .map(newer -> new Damage(
                            Kind.OLDER_SNAPSHOT,
                            "snapshot " + older.path() + " in the place of " + newer.path(),
                            Change.put(newer.path(), image.bytes(older.path()), image.time(newer.path()))))
                    .forEach(all::add);
        }
        return all;
    }

    static Damage deleted(Kind kind, List<? extends CaseNames> files) {
        String what = files.size() <= 2
                ? files.stream().map(CaseNames::path).collect(Collectors.joining(", "))
                : files.size() + " files, among them " + files.get(0).path() + " and "
                        + files.get(files.size() - 1).path();
        List<Change> changes = files.stream()
                .map(file -> (Change) new Change.Delete(file.path()))
                .toList();
        return new Damage(kind, "deleted " + what, changes);
    }
}
