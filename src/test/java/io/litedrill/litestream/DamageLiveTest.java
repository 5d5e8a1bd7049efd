package io.litedrill.litestream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.DamagedReplica.Sound;
import io.litedrill.replica.RecoveryPoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One file of a replica that real Litestream wrote is deleted, truncated or changed: no drill passes with a wrong
 * state.
 */
class DamageLiveTest {
    private static final int CASES = 36;
    private static final Duration WRITING = Duration.ofSeconds(3);

    @TempDir
    Path folder;

    /** Kinds of damage to a file. */
    private enum Harm {
        DELETE,
        CUT,
        EMPTY,
        FLIP
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
            DamagedReplica damaged = new DamagedReplica(sound, copy, harm.toString(), file, harm == Harm.DELETE);
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
     * The {@code wal} layout does not store the length of a finished WAL file. A missing tail is detected if the
     * restored database is malformed. Otherwise the restored state may never have existed, and only the history, a
     * later snapshot or the owner's assertions can detect it.
     */
    @Test
    void theMissingTailOfAFinishedIndexIsNamedOnlyWhereTheDatabaseIsMalformed() throws Exception {
        Path replica = folder.resolve("sound/replica");
        Sound sound = write("0.3.13", replica);
        List<Path> tails = sound.files().stream()
                .filter(file -> DamagedReplica.endsFinishedIndex(sound.files(), file))
                .limit(8)
                .toList();
        assertThat(tails).isNotEmpty();
        Map<String, Integer> fates = new TreeMap<>();
        for (Path tail : tails) {
            Path copy = folder.resolve("tail-" + tail.getFileName() + "/replica");
            copyTree(replica, copy, sound.files());
            Files.delete(copy.resolve(tail));
            fates.merge(
                    new DamagedReplica(sound, copy, "DELETE", tail, true)
                            .drill()
                            .toString(),
                    1,
                    Integer::sum);
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
            await().atMost(LitestreamProcess.PATIENCE)
                    .until(() -> watched.check().seen().lag().equals(Optional.of(Duration.ZERO)));
            litestream.end();
        }
        List<Path> chain = watched.newestChain().stream()
                .map(key -> Path.of(key.substring("replica/".length())))
                .toList();
        return new Sound(watched, GoldenFiles.relativeFiles(replica), chain, watched.points(), dumps);
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
