package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Sound files in wrong places: exchanged, duplicated, or under a wrong name. */
final class Misplacements {
    private static final int SWAPS_PER_FILE = 2;
    private static final String STRANGE_GENERATION = "eeeeeeeeeeeeeeee";

    private final ReplicaImage image;
    private final Random random;

    Misplacements(ReplicaImage image, Random random) {
        this.image = image;
        this.random = random;
    }

    List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (String path : image.paths()) {
            all.addAll(swaps(path));
            for (String lie : lies(CaseNames.of(path))) {
                if (!lie.equals(path)) {
                    all.add(duplicated(path, lie));
                    all.add(renamed(path, lie));
                }
            }
        }
        return all;
    }

    private List<Damage> swaps(String path) {
        List<String> paths = image.paths();
        List<String> others = new ArrayList<>();
        int at = paths.indexOf(path);
        if (at + 1 < paths.size()) {
            others.add(paths.get(at + 1));
        }
        for (int i = 0; i < SWAPS_PER_FILE; i++) {
            others.add(paths.get(random.nextInt(paths.size())));
        }
        return others.stream()
                .distinct()
                .filter(other -> !other.equals(path))
                .map(other -> swapped(path, other))
                .toList();
    }

    private Damage swapped(String one, String other) {
        return new Damage(
                Kind.SWAPPED,
                "exchanged " + one + " and " + other,
                Change.put(one, image.bytes(other), image.time(one)),
                Change.put(other, image.bytes(one), image.time(other)));
    }

    private Damage duplicated(String path, String lie) {
        return new Damage(
                Kind.DUPLICATED, path + " also as " + lie, Change.put(lie, image.bytes(path), image.time(path)));
    }

    private Damage renamed(String path, String lie) {
        return new Damage(
                Kind.RENAMED,
                path + " renamed to " + lie,
                new Change.Delete(path),
                Change.put(lie, image.bytes(path), image.time(path)));
    }

    private List<String> lies(CaseNames name) {
        if (name instanceof CaseNames.Ltx ltx) {
            return ltx(ltx);
        }
        if (name instanceof CaseNames.Snapshot snapshot) {
            return List.of(
                    snapshot.at(snapshot.generation(), snapshot.index() + 1),
                    snapshot.at(snapshot.generation(), Math.max(0, snapshot.index() - 1)),
                    snapshot.at(STRANGE_GENERATION, snapshot.index()));
        }
        return segment((CaseNames.Segment) name);
    }

    private static List<String> segment(CaseNames.Segment segment) {
        String generation = segment.generation();
        return List.of(
                segment.at(generation, segment.index() + 1, segment.offset()),
                segment.at(generation, Math.max(0, segment.index() - 1), segment.offset()),
                segment.at(generation, segment.index(), segment.offset() + 4120),
                segment.at(generation, segment.index(), Math.max(0, segment.offset() - 24)),
                segment.at(generation, segment.index(), 0),
                segment.at(STRANGE_GENERATION, segment.index(), segment.offset()));
    }

    private static List<String> ltx(CaseNames.Ltx ltx) {
        int level = ltx.level();
        long min = ltx.min();
        long max = ltx.max();
        return List.of(
                ltx.at(level, min, max + 1),
                ltx.at(level, min + 1, max + 1),
                ltx.at(level, Math.max(1, min - 1), Math.max(1, max - 1)),
                ltx.at(level, Math.max(1, min - 1), max),
                ltx.at(level, 1, max),
                ltx.at(level, min, -1),
                ltx.at((level + 1) % 10, min, max),
                ltx.at(9, min, max));
    }
}
