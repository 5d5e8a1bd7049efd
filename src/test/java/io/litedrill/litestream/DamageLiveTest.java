package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file of a replica that real Litestream wrote is deleted, cut or changed: no drill may pass on a wrong state. */
class DamageLiveTest {
    private static final int CASES = 36;
    private static final Duration WRITING = Duration.ofSeconds(3);
    private static final Set<FindingCode> SAYS_DAMAGE = EnumSet.of(
            FindingCode.GAP,
            FindingCode.FILE_DAMAGED,
            FindingCode.FILE_UNSUPPORTED,
            FindingCode.SNAPSHOT_MISSING,
            FindingCode.NO_BACKUP,
            FindingCode.DATABASE_MALFORMED);

    @TempDir
    Path folder;

    /** What is done to a file. */
    private enum Harm {
        DELETE,
        CUT,
        EMPTY,
        FLIP
    }

    /** What became of a case. */
    private enum Fate {
        /** Nothing named, and the state is what it was. */
        UNHARMED,
        /** A damage is named, and nothing was restored. */
        NAMED_NOTHING_RESTORED,
        /** A damage is named, and an earlier state was restored, one that the application had. */
        NAMED_AND_FELL_BACK,
        /** A damage is named, and the wanted state was restored all the same. */
        NAMED_AND_WHOLE,
        /** Nothing named, and a state that the application had earlier: the newest files are gone without a trace. */
        OLDER_WITHOUT_TRACE,
        /** Nothing named, and a state that never was: the tail of a finished WAL index is gone, which breaks no rule of the format. */
        WRONG_WITHOUT_TRACE
    }

    /** The replica before it is damaged. */
    private record Sound(
            WatchedReplica watched,
            List<Path> files,
            List<Path> chain,
            List<RecoveryPoint> points,
            Map<Long, String> dumps) {
        /** What stands at a point. */
        String dump(Point point) throws Exception {
            Path file = Comparison.restored(watched.restore(point));
            try {
                return Dump.sha256(file);
            } finally {
                Files.delete(file);
            }
        }

        boolean had(Ledger ledger, String dump) {
            return dump.equals(dumps.get(ledger.userVersion()));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void noDrillPassesOnAWrongState(String version) throws Exception {
        long seed = System.nanoTime();
        System.out.printf("%s: damage seed %d%n", version, seed);
        Random random = new Random(seed);
        Path replica = folder.resolve("sound/replica");
        Sound sound = write(version, replica);
        Map<String, Integer> newest = new TreeMap<>();
        Map<String, Integer> earlier = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            Harm harm = Harm.values()[i % Harm.values().length];
            List<Path> among = random.nextInt(3) > 0 ? sound.chain() : sound.files();
            Path file = among.get(random.nextInt(among.size()));
            Path copy = folder.resolve("case-" + i + "/replica");
            copyTree(replica, copy, sound.files());
            harm(harm, copy.resolve(file), random);
            Damaged damaged = new Damaged(sound, copy, harm, file);
            newest.merge(damaged.drill().toString(), 1, Integer::sum);
            RecoveryPoint point =
                    sound.points().get(random.nextInt(sound.points().size()));
            earlier.merge(damaged.restore(point).toString(), 1, Integer::sum);
            GoldenFiles.deleteTree(copy.resolveSibling(""));
        }
        System.out.printf(
                "%s: %d files, %d in the newest chain, %d cases; drills: %s; restores of earlier points: %s%n",
                version, sound.files().size(), sound.chain().size(), CASES, newest, earlier);
    }

    /**
     * Nothing in the {@code wal} layout says how long a finished WAL file was. Such a tail is seen when the database that comes out is
     * malformed; else a state comes out that may never have been, and only memory, a later snapshot or the owner's assertions tell.
     */
    @Test
    void theMissingTailOfAFinishedIndexIsNamedOnlyWhereTheDatabaseIsMalformed() throws Exception {
        Path replica = folder.resolve("sound/replica");
        Sound sound = write("0.3.13", replica);
        List<Path> tails = sound.files().stream()
                .filter(file -> endsFinishedIndex(sound.files(), file))
                .limit(8)
                .toList();
        assertThat(tails).isNotEmpty();
        Map<String, Integer> fates = new TreeMap<>();
        for (Path tail : tails) {
            Path copy = folder.resolve("tail-" + tail.getFileName() + "/replica");
            copyTree(replica, copy, sound.files());
            Files.delete(copy.resolve(tail));
            fates.merge(new Damaged(sound, copy, Harm.DELETE, tail).drill().toString(), 1, Integer::sum);
        }
        System.out.printf("0.3.13: of %d missing tails: %s%n", tails.size(), fates);
    }

    private Sound write(String version, Path replica) throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate =
                Replicate.toFolder(version, database, replica).withDatabase("min-checkpoint-page-count: 60");
        if (version.startsWith("0.5")) {
            replicate = replicate.withGlobal("levels:", "  - interval: 1s");
        }
        WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("first"));
        Map<Long, String> dumps = new HashMap<>();
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Instant end = Instant.now().plus(WRITING);
            dumps.put(0L, writer.dumpSha256());
            for (int i = 0; i < 5000 && Instant.now().isBefore(end); i++) {
                writer.transfer();
                dumps.put(writer.userVersion(), writer.dumpSha256());
            }
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> watched.check().seen().lag().equals(Optional.of(Duration.ZERO)));
            litestream.end();
        }
        List<Path> chain = watched.newestChain().stream()
                .map(key -> Path.of(key.substring("replica/".length())))
                .toList();
        return new Sound(watched, GoldenFiles.relativeFiles(replica), chain, watched.points(), dumps);
    }

    /** One damaged copy. */
    private final class Damaged {
        private final Sound sound;
        private final WatchedReplica watched;
        private final String what;
        private final boolean endsFinishedIndex;
        private final boolean deleted;

        Damaged(Sound sound, Path copy, Harm harm, Path file) throws IOException {
            this.sound = sound;
            this.watched = WatchedReplica.inFolder(copy, folder.resolve("no-live.db"), copy.resolveSibling("work"));
            this.what = harm + " " + file;
            this.deleted = harm == Harm.DELETE;
            this.endsFinishedIndex = deleted && endsFinishedIndex(sound.files(), file);
        }

        Fate drill() throws Exception {
            DrillResult drill = watched.drill();
            String told = what + ": " + drill + " check: " + watched.check().findings();
            assertThat(drill.outcome()).as(told).isNotEqualTo(Outcome.INCONCLUSIVE);
            boolean named = drill.findings().stream().map(Finding::code).anyMatch(SAYS_DAMAGE::contains);
            assertThat(named).as(told).isEqualTo(drill.outcome() == Outcome.FAILED);
            RestoreReport report = watched.restore(new Point.Newest(), new Permissions(true, false, false));
            assertThat(report.restored().map(restored -> restored.point()))
                    .as(told + report)
                    .isEqualTo(drill.restored().map(restored -> restored.point()));
            return fate(told, named, report, sound.dump(new Point.Newest()));
        }

        Fate restore(RecoveryPoint point) throws Exception {
            Point wanted = new Point.AtPosition(point.position());
            RestoreReport report = watched.restore(wanted);
            boolean restored = report.ending().outcome() == RestoreReport.Outcome.RESTORED;
            return fate(what + " " + point + " " + report, !restored, report, sound.dump(wanted));
        }

        private Fate fate(String told, boolean named, RestoreReport report, String wanted) throws Exception {
            if (report.ending().outcome() != RestoreReport.Outcome.RESTORED) {
                assertThat(named).as(told).isTrue();
                return Fate.NAMED_NOTHING_RESTORED;
            }
            Path output = report.run().output();
            Ledger ledger = Ledger.read(output);
            String dump = Dump.sha256(output);
            Files.delete(output);
            if (dump.equals(wanted)) {
                return named ? Fate.NAMED_AND_WHOLE : Fate.UNHARMED;
            }
            return other(told + " " + ledger, named, sound.had(ledger, dump));
        }

        /** Another state than the wanted one came out. */
        private Fate other(String told, boolean named, boolean had) {
            if (named && had) {
                return Fate.NAMED_AND_FELL_BACK;
            }
            System.out.println("without trace: " + told);
            assertThat(named).as(told).isFalse();
            assertThat(deleted)
                    .as("only a missing file leaves no trace: " + told)
                    .isTrue();
            assertThat(had || endsFinishedIndex).as(told).isTrue();
            return had ? Fate.OLDER_WITHOUT_TRACE : Fate.WRONG_WITHOUT_TRACE;
        }
    }

    private static boolean endsFinishedIndex(List<Path> files, Path file) {
        String index = file.getFileName().toString().replaceFirst("_.*", "");
        List<String> segments = files.stream()
                .map(path -> path.getFileName().toString())
                .filter(name -> name.endsWith(".wal.lz4"))
                .toList();
        int at = segments.indexOf(file.getFileName().toString());
        return at >= 0 && at < segments.size() - 1 && !segments.get(at + 1).startsWith(index);
    }

    private static void copyTree(Path from, Path to, List<Path> files) throws IOException {
        for (Path file : files) {
            Files.createDirectories(Files.createDirectories(to).resolve(file).getParent());
            Files.copy(from.resolve(file), to.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
        }
    }

    private static void harm(Harm harm, Path file, Random random) throws IOException {
        FileTime time = Files.getLastModifiedTime(file);
        byte[] bytes = Files.readAllBytes(file);
        switch (harm) {
            case DELETE -> {
                Files.delete(file);
                return;
            }
            case CUT -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            case EMPTY -> bytes = new byte[0];
            case FLIP -> bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        Files.write(file, bytes);
        Files.setLastModifiedTime(file, time);
    }
}
