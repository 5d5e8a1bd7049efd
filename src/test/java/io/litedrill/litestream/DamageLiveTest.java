package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.recover.RestoreOrder.Permissions;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.Point;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One file of a replica that real Litestream wrote is deleted, cut or changed: no drill may pass on a wrong state. */
class DamageLiveTest {
    private static final int CASES = 36;
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
        /** Passed, and the newest state is what it was. */
        UNHARMED,
        /** Failed, names a damage, and nothing else could be had. */
        NAMED_NOTHING_LEFT,
        /** Failed, names a damage, and an earlier state was restored, one that the application had. */
        NAMED_AND_FELL_BACK,
        /** Failed, names a damage, and the newest state was restored all the same. */
        NAMED_AND_WHOLE,
        /** Passed with an earlier state that the application had: the damage left no trace. */
        OLDER_WITHOUT_TRACE
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.3.13", "0.5.17"})
    void noDrillPassesOnAWrongState(String version) throws Exception {
        long seed = System.nanoTime();
        System.out.printf("%s: damage seed %d%n", version, seed);
        Random random = new Random(seed);
        Path sound = folder.resolve("sound");
        Sound newest = write(version, sound);
        List<Path> files = GoldenFiles.relativeFiles(sound);
        Map<String, Integer> fates = new TreeMap<>();
        for (int i = 0; i < CASES; i++) {
            Harm harm = Harm.values()[i % Harm.values().length];
            Path file = files.get(random.nextInt(files.size()));
            Path copy = folder.resolve("case-" + i + "/replica");
            copyTree(sound, copy, files);
            harm(harm, copy.resolve(file), random);
            Fate fate = drilled(copy, harm + " " + file, newest);
            fates.merge(fate.toString(), 1, Integer::sum);
            if (fate == Fate.OLDER_WITHOUT_TRACE) {
                System.out.printf("%s: without trace: %s %s%n", version, harm, file);
                assertThat(harm)
                        .as("%s: only a missing file may leave no trace", file)
                        .isEqualTo(Harm.DELETE);
            }
            GoldenFiles.deleteTree(folder.resolve("case-" + i));
        }
        System.out.printf("%s: %d files, %d cases: %s%n", version, files.size(), CASES, fates);
    }

    /** The newest state of the replica before it is damaged. */
    private record Sound(long userVersion, String dump) {}

    private Sound write(String version, Path replica) throws Exception {
        Path database = folder.resolve("app.db");
        Replicate replicate =
                Replicate.toFolder(version, database, replica).withDatabase("min-checkpoint-page-count: 60");
        if (version.startsWith("0.5")) {
            replicate = replicate.withGlobal("levels:", "  - interval: 1s");
        }
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve("litestream"))) {
            Writer.Running running = writer.start(Duration.ofMillis(15));
            await().atMost(Duration.ofSeconds(20)).until(() -> writer.commits().size() >= 250);
            running.stop();
            WatchedReplica watched = WatchedReplica.inFolder(replica, database, folder.resolve("first"));
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> watched.check().seen().lag().equals(Optional.of(Duration.ZERO)));
            litestream.end();
            return new Sound(writer.userVersion(), writer.dumpSha256());
        }
    }

    private Fate drilled(Path replica, String what, Sound newest) throws Exception {
        WatchedReplica watched =
                WatchedReplica.inFolder(replica, folder.resolve("no-live.db"), replica.resolveSibling("work"));
        CheckResult check = watched.check();
        DrillResult drill = watched.drill();
        String told = what + ": " + drill + " check: " + check.findings();
        assertThat(drill.outcome()).as(told).isNotEqualTo(Outcome.INCONCLUSIVE);
        boolean named = drill.findings().stream().map(Finding::code).anyMatch(SAYS_DAMAGE::contains);
        assertThat(named).as(told).isEqualTo(drill.outcome() == Outcome.FAILED);
        RestoreReport report = watched.restore(new Point.Newest(), new Permissions(true, false, false));
        if (report.ending().outcome() != RestoreReport.Outcome.RESTORED) {
            assertThat(named).as(told + report).isTrue();
            assertThat(drill.restored()).as(told + report).isEmpty();
            return Fate.NAMED_NOTHING_LEFT;
        }
        Ledger ledger = Ledger.read(report.run().output());
        assertThat(ledger.isSound()).as("%s: %s", told, ledger).isTrue();
        assertThat(drill.restored().orElseThrow().userVersion()).as(told).hasValue(ledger.userVersion());
        return fate(named, ledger.userVersion() == newest.userVersion(), report, newest);
    }

    private static Fate fate(boolean named, boolean whole, RestoreReport report, Sound newest) throws Exception {
        if (whole) {
            assertThat(Dump.sha256(report.run().output())).isEqualTo(newest.dump());
            return named ? Fate.NAMED_AND_WHOLE : Fate.UNHARMED;
        }
        return named ? Fate.NAMED_AND_FELL_BACK : Fate.OLDER_WITHOUT_TRACE;
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
