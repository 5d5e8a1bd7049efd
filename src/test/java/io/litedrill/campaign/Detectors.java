package io.litedrill.campaign;

import io.litedrill.check.Finding;
import io.litedrill.check.ReplicaHistory;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.litestream.GoldenFiles;
import io.litedrill.replica.Point;
import io.litedrill.replica.memory.KnownFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The detectors that a daemon has in addition to the files of one listing. */
final class Detectors {
    /** All detectors, in the order of the columns. */
    static final List<Detector> ALL = List.of(new Known(), new Scrub(), new Live(), new Rows());

    private static final Duration LATER = Duration.ofHours(2);

    private final Path parent;
    private final Map<String, Set<String>> always = new HashMap<>();

    /** Creates detectors for one thread, with working folders below this one. */
    Detectors(Path parent) {
        this.parent = parent;
    }

    /** Returns, by name, the codes that each detector reports for the damaged replica and not for the sound one. */
    Map<String, List<String>> ask(SoundReplica sound, ReplicaImage damaged) throws IOException {
        Map<String, List<String>> said = new LinkedHashMap<>();
        for (Detector detector : ALL) {
            Set<String> before = always(detector, sound);
            said.put(
                    detector.name(),
                    codes(inFolder(detector, sound, damaged)).stream()
                            .filter(code -> !before.contains(code))
                            .sorted()
                            .toList());
        }
        return said;
    }

    private Set<String> always(Detector detector, SoundReplica sound) throws IOException {
        String key = detector.name() + " " + sound.name();
        Set<String> known = always.get(key);
        if (known == null) {
            known = codes(inFolder(detector, sound, sound.image()));
            always.put(key, known);
        }
        return known;
    }

    private List<Finding> inFolder(Detector detector, SoundReplica sound, ReplicaImage now) throws IOException {
        Path folder = Files.createTempDirectory(parent, "more");
        try {
            return detector.find(sound, now, folder);
        } finally {
            GoldenFiles.deleteTree(folder);
        }
    }

    private static Set<String> codes(List<Finding> findings) {
        return findings.stream()
                .filter(finding -> finding.severity() != Severity.UNKNOWN)
                .map(finding -> finding.code().wire())
                .collect(Collectors.toSet());
    }

    /** Returns a time after every file of both replicas. */
    private static Instant later(SoundReplica sound, ReplicaImage now) {
        return Stream.of(sound.image().newest(), now.newest())
                .max(Instant::compareTo)
                .orElseThrow()
                .plus(LATER);
    }

    /** The list of files at the previous check. */
    private static final class Known implements Detector {
        @Override
        public String name() {
            return "memory";
        }

        @Override
        public List<Finding> find(SoundReplica sound, ReplicaImage now, Path folder) {
            ReplicaHistory memory = new OneReplica();
            Workbench before =
                    new Workbench(sound.image(), folder, sound.image().newest().plusSeconds(60));
            before.check(memory);
            Workbench after = new Workbench(now, folder, later(sound, now));
            return Stream.concat(
                            after.check(memory).findings().stream(),
                            after.drill(memory, Optional.empty()).findings().stream())
                    .toList();
        }
    }

    private static final class OneReplica implements ReplicaHistory {
        private Optional<KnownFiles> known = Optional.empty();

        @Override
        public Optional<KnownFiles> files(ReplicaId id) {
            return known;
        }

        @Override
        public void remember(ReplicaId id, Optional<KnownFiles> before, KnownFiles now) {
            known = Optional.of(now);
        }
    }

    /** Every file is read, and compared if two chains lead to one state. */
    private static final class Scrub implements Detector {
        @Override
        public String name() {
            return "scrub";
        }

        @Override
        public List<Finding> find(SoundReplica sound, ReplicaImage now, Path folder) {
            return new Workbench(now, folder, later(sound, now)).scrub().findings();
        }
    }

    /** The live database, idle since the newest state, and without a WAL: only its time shows the last write. */
    private static final class Live implements Detector {
        @Override
        public String name() {
            return "live";
        }

        @Override
        public List<Finding> find(SoundReplica sound, ReplicaImage now, Path folder) throws IOException {
            Workbench before =
                    new Workbench(sound.image(), folder, sound.image().newest().plusSeconds(60));
            before.restore(new Point.Newest(), false);
            Path live = Files.move(before.output(), folder.resolve("live.db"));
            Files.setLastModifiedTime(live, FileTime.from(sound.image().newest()));
            Workbench after = new Workbench(now, folder, later(sound, now));
            return Stream.concat(
                            after.check(live).findings().stream(),
                            after.drill(ReplicaHistory.NONE, Optional.of(live)).findings().stream())
                    .toList();
        }
    }

    /** The row counts of the last drill that passed. */
    private static final class Rows implements Detector {
        @Override
        public String name() {
            return "rows";
        }

        @Override
        public List<Finding> find(SoundReplica sound, ReplicaImage now, Path folder) {
            ReplicaHistory rows = new OneDrill();
            new Workbench(sound.image(), folder, sound.image().newest().plusSeconds(60)).drill(rows, Optional.empty());
            return new Workbench(now, folder, later(sound, now))
                    .drill(rows, Optional.empty())
                    .findings();
        }
    }

    private static final class OneDrill implements ReplicaHistory {
        private Optional<LastGood> kept = Optional.empty();

        @Override
        public Optional<LastGood> lastGood(ReplicaId id) {
            return kept;
        }

        @Override
        public void keepLastGood(ReplicaId id, LastGood now) {
            kept = Optional.of(now);
        }
    }
}
