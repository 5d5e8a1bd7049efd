package io.litedrill.campaign;

import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.drill.Keeping;
import io.litedrill.litestream.GoldenFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Drills incrementally, like a daemon with {@code drill.mode: incremental}: first the sound replica with half or all
 * of its files, then the damaged one, and finally in full. If a drill without a kept copy fails, one of these must
 * fail.
 */
final class IncrementalContender {
    static final String WEAKER = "an incremental drill and the full one after it passed where a full drill does not";

    private static final Keeping INCREMENTAL = new Keeping(true, Duration.ofDays(7), Long.MAX_VALUE);
    private static final Keeping FULL = new Keeping(true, Duration.ZERO, Long.MAX_VALUE);

    private final Path parent;
    private final Map<String, Optional<ReplicaImage>> halves = new HashMap<>();

    IncrementalContender(Path parent) {
        this.parent = parent;
    }

    /** Returns the irregularities, and counts the modes in which the damaged replica was drilled. */
    Judged judge(SoundReplica sound, ReplicaImage damaged) throws IOException {
        Path folder = Files.createTempDirectory(parent, "incremental");
        try {
            Optional<ReplicaImage> known = halves.get(sound.name());
            if (known == null) {
                known = half(sound, folder);
                halves.put(sound.name(), known);
            }
            boolean fails = new Workbench(damaged, folder).drill().outcome() != Outcome.PASSED;
            List<Judged> all = new ArrayList<>();
            for (Optional<ReplicaImage> before : List.of(known, Optional.of(sound.image()))) {
                if (before.isPresent()) {
                    all.add(judge(before.get(), damaged, fails, folder));
                }
            }
            return new Judged(
                    all.stream().flatMap(each -> each.odd().stream()).distinct().toList(),
                    all.stream().anyMatch(Judged::incremental));
        } finally {
            GoldenFiles.deleteTree(folder);
        }
    }

    /**
     * The result of a case.
     *
     * @param incremental whether a drill of the damaged replica was incremental
     */
    record Judged(List<String> odd, boolean incremental) {
        Judged {
            odd = List.copyOf(odd);
        }
    }

    private static Judged judge(ReplicaImage before, ReplicaImage damaged, boolean fails, Path folder)
            throws IOException {
        Path scratch = folder.resolve("scratch");
        if (Files.exists(scratch)) {
            GoldenFiles.deleteTree(scratch);
        }
        new Workbench(before, folder).drill(INCREMENTAL);
        Workbench now = new Workbench(damaged, folder);
        DrillResult incremental = now.drill(INCREMENTAL);
        DrillResult full = now.drill(FULL);
        boolean passed = incremental.outcome() == Outcome.PASSED && full.outcome() == Outcome.PASSED;
        return new Judged(fails && passed ? List.of(WEAKER) : List.of(), incremental.isIncremental());
    }

    /** Returns the older half of the files, if a drill of them passes. */
    private static Optional<ReplicaImage> half(SoundReplica sound, Path folder) {
        ReplicaImage image = sound.image();
        List<String> byTime = image.paths().stream()
                .sorted(Comparator.comparing(image::time).thenComparing(path -> path))
                .toList();
        ReplicaImage half = image.with(byTime.subList(byTime.size() / 2, byTime.size()).stream()
                .<Change>map(Change.Delete::new)
                .toList());
        return Optional.of(half)
                .filter(each -> new Workbench(each, folder).drill().outcome() == Outcome.PASSED);
    }
}
