package io.litedrill.campaign;

import io.litedrill.campaign.Damage.Kind;
import io.litedrill.replica.format.LtxTimestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.UnaryOperator;

/** Clocks that were set, and copies without the times. Every replicated byte is unchanged. */
final class Clocks {
    private static final List<Duration> STEPS = List.of(
            Duration.ofSeconds(-3),
            Duration.ofHours(-1),
            Duration.ofHours(1),
            Duration.ofDays(-400),
            Duration.ofDays(400));

    private static final List<Duration> COPYING = List.of(Duration.ZERO, Duration.ofMillis(1), Duration.ofMillis(40));

    private final ReplicaImage image;
    private final List<String> byTime;
    private final Random random;

    Clocks(ReplicaImage image, Random random) {
        this.image = image;
        this.random = random;
        this.byTime =
                image.paths().stream().sorted(Comparator.comparing(image::time)).toList();
    }

    List<Damage> all() {
        List<Damage> all = new ArrayList<>();
        for (Duration step : STEPS) {
            for (int part : new int[] {2, 3, 4}) {
                int from = firstOfItsTime(byTime.size() * (part - 1) / part);
                List<String> later = byTime.subList(from, byTime.size());
                all.add(moved(
                        "from the file number " + from + " on, the clock is off by " + step,
                        later,
                        time -> time.plus(step)));
            }
        }
        all.add(moved("a copy in which all times are one", byTime, time -> image.newest()));
        all.add(shuffled());
        for (Duration each : COPYING) {
            all.add(copied(each));
        }
        return all;
    }

    /**
     * Returns the first file with the same time: a compaction has the time of its last input, and a clock changes
     * both.
     */
    private int firstOfItsTime(int index) {
        int first = index;
        while (first > 0 && image.time(byTime.get(first - 1)).equals(image.time(byTime.get(index)))) {
            first--;
        }
        return first;
    }

    /** Returns a copy, file by file in the order of names; the headers of LTX files keep their times. */
    private Damage copied(Duration each) {
        List<Change> changes = new ArrayList<>();
        for (String path : image.paths().stream().sorted().toList()) {
            Instant time = image.newest().plusSeconds(600).plus(each.multipliedBy(changes.size()));
            changes.add(Change.put(path, image.bytes(path), time));
        }
        return new Damage(Kind.COPIED, "a copy in the order of names, " + each + " for each file", changes);
    }

    private Damage moved(String what, List<String> paths, UnaryOperator<Instant> move) {
        List<Change> changes = paths.stream()
                .map(path -> moved(path, move.apply(image.time(path))))
                .toList();
        return damage(what, changes);
    }

    /** Returns the damage with its kind: only times show which generation or layout is the newest. */
    private Damage damage(String what, List<Change> changes) {
        boolean same = history(image).equals(history(image.with(changes)));
        return new Damage(same ? Kind.CLOCK : Kind.CLOCK_BACK, what, changes);
    }

    /** Returns the generation or layout of the newest file. */
    private static String history(ReplicaImage image) {
        String newest =
                image.paths().stream().max(Comparator.comparing(image::time)).orElseThrow();
        return newest.startsWith("ltx/") ? "ltx" : newest.split("/", -1)[1];
    }

    private Change moved(String path, Instant time) {
        byte[] bytes = image.bytes(path);
        if (path.endsWith(".ltx")) {
            LtxTimestamp.shift(bytes, Duration.between(image.time(path), time));
        }
        return Change.put(path, bytes, time);
    }

    /** Returns a copy, file by file in any order; the headers of LTX files keep their times. */
    private Damage shuffled() {
        List<String> order = new ArrayList<>(byTime);
        Collections.shuffle(order, random);
        List<Change> changes = new ArrayList<>();
        for (String path : order) {
            changes.add(Change.put(path, image.bytes(path), image.newest().plusMillis(10L * changes.size())));
        }
        return damage("a copy with the times at which each file was copied, in any order", changes);
    }
}
