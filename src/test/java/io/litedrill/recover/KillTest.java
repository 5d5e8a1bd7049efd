package io.litedrill.recover;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.live.Condition.State;
import io.litedrill.live.LivePlace;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * kill -9 at every change of a swap, and at random times of a whole restore in place. This test has a sample;
 * {@code bench/kill} has hundreds.
 */
class KillTest {
    private static final int RANDOM_KILLS = Integer.getInteger("litedrill.kills", 10);
    private static final long SEED = Long.getLong("litedrill.seed", 20261101L);

    private static final int ANYTIME_MILLIS = 2000;
    private static final int SWAP_MILLIS = 120;

    @TempDir
    Path folder;

    private InPlaceBench bench;
    private Path image;
    private Map<String, List<Byte>> old;

    @BeforeEach
    void makeADatabaseWithCommitsInItsWal() throws Exception {
        bench = InPlaceBench.of("wal/basic", folder);
        try (HoldingProcess writer = HoldingProcess.running(
                bench.live(),
                "PRAGMA journal_mode=WAL",
                "PRAGMA wal_autocheckpoint=0",
                "CREATE TABLE precious(a)",
                "INSERT INTO precious VALUES(1)")) {
            writer.kill();
        }
        Path state = bench.live().resolveSibling(".app.db-litestream");
        Files.createDirectory(state);
        Files.writeString(state.resolve("generation"), "0123456789abcdef");
        image = folder.resolve("image");
        copy(data(), image);
        old = set(bench.live(), state);
        assertThat(old).containsOnlyKeys("", "-wal", "-shm", "state");
    }

    private Path data() {
        return bench.data();
    }

    /** The number of runs that ended with the old set, and with the new database. */
    private static final class Tally {
        private int kept;
        private int replaced;
        private int inTheSwap;
        private final Map<SwapStep, Integer> steps = new EnumMap<>(SwapStep.class);
    }

    @Test
    void killedAtEveryChangeTheNextCommandFindsTheOneOrTheOther() throws Exception {
        Tally tally = new Tally();
        boolean killed = true;
        for (int at = 0; killed; at++) {
            startAgain();
            Process child = child("at", at);
            String said = firstLine(child);
            killed = said.startsWith("before ");
            child.destroyForcibly().waitFor();
            if (killed) {
                tally.steps.merge(SwapStep.valueOf(said.substring("before ".length())), 1, Integer::sum);
            } else {
                assertThat(said).startsWith("RESTORED");
            }
            settleAndLook(tally);
        }
        System.out.println("killed before each change of the swap: " + tally.steps + ", old set kept " + tally.kept
                + ", replaced " + tally.replaced);
        assertThat(tally.steps)
                .containsOnlyKeys(
                        SwapStep.WRITE_INTENT,
                        SwapStep.KEEP_COMPANIONS,
                        SwapStep.MOVE_DATABASE,
                        SwapStep.CLEAR_COMPANIONS,
                        SwapStep.MOVE_STATE,
                        SwapStep.MARK_HOOK,
                        SwapStep.PLACE_NEW,
                        SwapStep.REMOVE_INTENT);
        assertThat(tally.kept).isPositive();
        assertThat(tally.replaced).isPositive();
    }

    @Test
    void killedAtAnyTimeTheNextCommandFindsTheOneOrTheOther() throws Exception {
        Random random = new Random(SEED);
        Tally tally = new Tally();
        for (int i = 0; i < RANDOM_KILLS; i++) {
            startAgain();
            Process child = child("slow", random.nextInt());
            // a swap takes a moment, the steps before it far longer: three of four kills should hit the swap
            boolean anytime = i % 4 == 3;
            if (!anytime) {
                assertThat(firstLine(child)).isEqualTo("begun");
            }
            var unused = child.waitFor(random.nextInt(anytime ? ANYTIME_MILLIS : SWAP_MILLIS), TimeUnit.MILLISECONDS);
            child.destroyForcibly().waitFor();
            settleAndLook(tally);
        }
        System.out.println("killed " + RANDOM_KILLS + " times at random (seed " + SEED + "): " + tally.inTheSwap
                + " in the swap, old set kept " + tally.kept + ", replaced " + tally.replaced);
        assertThat(tally.kept + tally.replaced).isEqualTo(RANDOM_KILLS);
    }

    @Test
    void oneOfTwoProcessesWinsAndTheOtherIsRefused() throws Exception {
        Process first = child("at", 3);
        assertThat(firstLine(first)).startsWith("before ");
        RestoreReport second = bench.restore(InPlaceBench.FORCE);
        assertThat(second.word()).isEqualTo(OutcomeWord.REFUSED);
        assertThat(second.reason()).contains("another restore of it is running");
        first.destroyForcibly().waitFor();
        RestoreReport third = bench.restore(InPlaceBench.FORCE);
        assertThat(third.word()).as(third.reason()).isEqualTo(OutcomeWord.RESTORED);
        assertThat(OldAndNew.leftovers(data())).isEmpty();
    }

    private void startAgain() throws IOException {
        remove(data());
        copy(image, data());
    }

    private Process child(String how, int number) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledRestore.class.getName(),
                        folder.toString(),
                        how,
                        Integer.toString(number))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String firstLine(Process child) throws IOException {
        try (BufferedReader lines =
                new BufferedReader(new InputStreamReader(child.getInputStream(), StandardCharsets.UTF_8))) {
            return String.valueOf(lines.readLine());
        }
    }

    private void settleAndLook(Tally tally) throws IOException {
        LivePlace place = LivePlace.of(bench.live(), Optional.empty());
        tally.inTheSwap += Files.exists(new SidecarPaths(place).intent()) ? 1 : 0;
        new UnfinishedSwap(place).settle();

        String marker = new SidecarPaths(place).pendingHook().getFileName().toString();
        List<String> leftovers = OldAndNew.leftovers(data());
        Map<String, List<Byte>> live = set(place.file(), place.litestreamState());
        List<Path> aside = asides();
        if (aside.isEmpty()) {
            assertThat(live).isEqualTo(old);
            assertThat(leftovers).isEmpty();
            tally.kept++;
        } else {
            assertThat(aside).hasSize(1);
            assertThat(set(aside.get(0).resolve("database"), aside.get(0).resolve("litestream")))
                    .isEqualTo(old);
            assertThat(live).containsOnlyKeys("");
            LiveDatabaseState judged =
                    new LiveDatabaseInspector(folder.resolve("scratch"), Duration.ofSeconds(30)).judge(place);
            assertThat(judged.condition().state()).isEqualTo(State.SOUND);
            assertThat(live).isNotEqualTo(old);
            assertThat(leftovers).containsExactly(marker);
            tally.replaced++;
        }
    }

    private List<Path> asides() throws IOException {
        try (Stream<Path> entries = Files.list(data())) {
            return entries.filter(entry -> String.valueOf(entry.getFileName()).startsWith("app.db.replaced."))
                    .toList();
        }
    }

    private static Map<String, List<Byte>> set(Path database, Path state) throws IOException {
        Map<String, List<Byte>> found = new TreeMap<>();
        for (String suffix : List.of("", "-wal", "-shm", "-journal")) {
            Path file = database.resolveSibling(database.getFileName() + suffix);
            if (Files.exists(file)) {
                found.put(suffix, bytes(file));
            }
        }
        if (Files.exists(state)) {
            found.put("state", bytes(state.resolve("generation")));
        }
        return found;
    }

    private static List<Byte> bytes(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        Byte[] boxed = new Byte[bytes.length];
        for (int i = 0; i < bytes.length; i++) {
            boxed[i] = bytes[i];
        }
        return List.of(boxed);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> paths = Files.walk(from)) {
            for (Path path : paths.toList()) {
                Files.copy(path, to.resolve(from.relativize(path).toString()));
            }
        }
    }

    private static void remove(Path folder) throws IOException {
        try (Stream<Path> paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
