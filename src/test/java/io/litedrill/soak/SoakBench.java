package io.litedrill.soak;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.storage.FaultProxy;
import io.litedrill.storage.FaultProxy.Fault;
import io.litedrill.storage.ServerProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the packaged daemon for a long time over 50 replicas of 6 types. Real Litestreams write them, the stores fail
 * at random, and near the end some replicas are damaged. {@code bench/soak} runs it, and writes the section into
 * docs/benchmarks.md.
 */
class SoakBench {
    static final String TOKEN = "a-token-for-the-soak";

    private static final Map<String, List<String>> VERSIONS = Map.of(
            "file", List.of("0.3.13", "0.5.17"),
            "s3", List.of("0.3.13", "0.5.17"),
            "gs", List.of("0.3.13", "0.5.17"),
            "sftp", List.of("0.3.13", "0.5.17"),
            "abs", List.of("0.3.13", "0.5.17"),
            "webdav", List.of("0.5.17"));
    private static final int DATABASES = 50;
    private static final int MINUTES_BETWEEN_ROWS = 5;
    private static final Path SECTION = Path.of("target", "bench-soak.md");

    private final Duration length = Duration.ofMinutes(Long.getLong("litedrill.soak.minutes", 45L));
    private final Random random = new Random(Long.getLong("litedrill.soak.seed", 1L));
    private final List<SoakDatabase> databases = new ArrayList<>();
    private final List<LitestreamProcess> litestreams = new ArrayList<>();
    private final Map<Duration, SoakDaemon.Size> sizes = new LinkedHashMap<>();
    private final CountDownLatch end = new CountDownLatch(1);

    @TempDir
    Path folder;

    @Test
    void run() throws Exception {
        try (SoakStores stores = SoakStores.start(folder)) {
            create(stores);
            int port = ServerProcess.freePort();
            Files.writeString(folder.resolve("litedrill.yml"), configuration(port));
            Files.writeString(folder.resolve("reader.yml"), yaml(databases, stores, true));
            Thread writers = new Thread(this::write, "soak-writers");
            writers.start();
            try (SoakDaemon daemon = SoakDaemon.start(folder, port, stores.environment(true))) {
                soak(stores, daemon);
            } finally {
                end.countDown();
                writers.join();
                litestreams.forEach(LitestreamProcess::close);
            }
        }
    }

    private void create(SoakStores stores) throws Exception {
        Path live = Files.createDirectories(folder.resolve("live"));
        List<String[]> kinds = VERSIONS.entrySet().stream()
                .flatMap(each -> each.getValue().stream().map(version -> new String[] {each.getKey(), version}))
                .sorted(java.util.Comparator.comparing(kind -> kind[0] + kind[1]))
                .toList();
        for (int i = 0; i < DATABASES; i++) {
            String[] kind = kinds.get(i % kinds.size());
            databases.add(SoakDatabase.create(live, kind[0], kind[1], i));
        }
        for (String[] kind : kinds) {
            List<SoakDatabase> its = databases.stream()
                    .filter(each ->
                            each.type().equals(kind[0]) && each.version().equals(kind[1]))
                    .toList();
            litestreams.add(LitestreamProcess.start(
                    kind[1],
                    yaml(its, stores, false),
                    folder.resolve("litestream").resolve(kind[0] + kind[1]),
                    stores.environment(false)));
        }
    }

    private String yaml(List<SoakDatabase> its, SoakStores stores, boolean proxied) throws IOException {
        List<String> lines = new ArrayList<>();
        if (!its.stream().allMatch(SoakDatabase::isWal)) {
            // retention must be longer than the longest interval: Litestream keeps the last file of each level
            lines.addAll(List.of("snapshot:", "  interval: 5m", "  retention: 15m", "levels:"));
            lines.addAll(List.of("  - interval: 30s", "  - interval: 2m", "  - interval: 5m"));
        }
        lines.add("dbs:");
        for (SoakDatabase each : its) {
            lines.addAll(each.yaml(stores.place(each, proxied)));
        }
        return String.join("\n", lines) + "\n";
    }

    private static String configuration(int port) {
        return """
            listen: 127.0.0.1:%d
            token: %s
            home: home
            litestream: reader.yml
            check: {interval: 30s, timeout: 2m}
            drill: {interval: 5m, parallel: 2, mode: incremental, full_interval: 15m}
            scrub: {interval: 10m}
            """.formatted(port, TOKEN);
    }

    /** Commits about every ten seconds in each application. */
    private void write() {
        try {
            for (int next = 0; !end.await(200, TimeUnit.MILLISECONDS); next++) {
                databases.get(next % DATABASES).writer().transfer();
            }
            for (SoakDatabase each : databases) {
                each.writer().close();
            }
        } catch (InterruptedException | SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void soak(SoakStores stores, SoakDaemon daemon) throws Exception {
        Instant start = Instant.now();
        await().atMost(Duration.ofMinutes(2))
                .ignoreExceptions()
                .until(() -> daemon.http().get("/healthz").statusCode() == 200);
        int faults = 0;
        boolean baseline = false;
        while (elapsed(start).compareTo(length) < 0) {
            assertThat(daemon.isAlive()).isTrue();
            if (elapsed(start).compareTo(length.dividedBy(4)) > 0 && !baseline) {
                daemon.jcmd("VM.native_memory", "baseline");
                baseline = true;
            }
            if (elapsed(start).toMinutes() / MINUTES_BETWEEN_ROWS >= sizes.size()) {
                sizes.put(elapsed(start), daemon.size());
                Files.writeString(SECTION, report(daemon, faults));
            }
            faults += fault(stores);
        }
        stores.proxies().values().forEach(proxy -> proxy.behave(new Fault.None()));
        Files.writeString(Path.of("target", "soak-native.txt"), daemon.jcmd("VM.native_memory", "summary.diff"));
        Instant before = Instant.now();
        List<String> wrong = damage(stores, daemon);
        sizes.put(elapsed(start), daemon.size());
        String text = report(daemon, faults);
        assertThat(daemon.stop()).isZero();
        SoakResults results = SoakResults.read(folder.resolve("home/history.db"), before);
        Files.writeString(SECTION, text + String.join("\n", results.lines()) + "\n");
        Files.copy(
                folder.resolve("litedrill.log"),
                Path.of("target", "soak.log"),
                java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        assertThat(wrong).as("damage that was not reported").isEmpty();
        assertThat(results.falseAlarms()).as("alarms for sound replicas").isEmpty();
    }

    /** Disturbs one store for some seconds, then waits; returns the number of faults. */
    private int fault(SoakStores stores) throws InterruptedException {
        List<String> types = stores.proxies().keySet().stream().sorted().toList();
        FaultProxy proxy =
                java.util.Objects.requireNonNull(stores.proxies().get(types.get(random.nextInt(types.size()))));
        proxy.behave(
                switch (random.nextInt(5)) {
                    case 0 -> new Fault.Delay(Duration.ofMillis(200));
                    case 1 -> new Fault.Cut(random.nextInt(3000));
                    case 2 -> new Fault.Reset(random.nextInt(3000));
                    case 3 -> new Fault.Stall(random.nextInt(3000));
                    default -> new Fault.Trickle(random.nextInt(3000), 7, Duration.ofMillis(20));
                });
        end.await(5 + random.nextInt(15), TimeUnit.SECONDS);
        proxy.behave(new Fault.None());
        end.await(5 + random.nextInt(10), TimeUnit.SECONDS);
        return 1;
    }

    /**
     * Flips a byte of every file of three replicas in folders, drills them, and returns those whose drill did not
     * fail.
     */
    private List<String> damage(SoakStores stores, SoakDaemon daemon) throws Exception {
        List<String> wrong = new ArrayList<>();
        List<SoakDatabase> victims = databases.stream()
                .filter(each -> each.type().equals("file"))
                .limit(3)
                .toList();
        litestreams.forEach(LitestreamProcess::close);
        for (SoakDatabase victim : victims) {
            SoakDamage.flipAll(stores.folderOf(victim));
            String outcome =
                    SoakDamage.drilled(daemon.http(), victim.file().toFile().getName());
            if (!outcome.equals("failed")) {
                wrong.add(victim.name() + ": " + outcome);
            }
        }
        return wrong;
    }

    private String report(SoakDaemon daemon, int faults) {
        String rows = sizes.entrySet().stream()
                .map(each -> "| %d | %.1f | %.1f | %d | %d | %.1f |%n"
                        .formatted(
                                each.getKey().toMinutes(),
                                mib(each.getValue().heap()),
                                mib(each.getValue().resident()),
                                each.getValue().threads(),
                                each.getValue().files(),
                                mib(each.getValue().scratch())))
                .collect(Collectors.joining());
        long checks = daemon.http()
                .get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("litedrill_checks_total"))
                .mapToLong(line -> (long) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
        return """
            ## A long run

            `bench/soak --minutes %d`: %d replicas of 6 types, written by real Litestream 0.3.13 and 0.5.17 into real servers, a check each
            30 s, an incremental drill each 5 minutes (a full one each 15), a scrub each 10. %d faults of the stores, one after the other
            (delays, cuts, resets, stalls, trickles). %d checks, and those that changed something are stored. The heap is measured after a
            collection, with what was allocated since; resident memory before it.

            | minute | heap, MiB | resident, MiB | threads | open files | scratch, MiB |
            |---|---|---|---|---|---|
            %s
            """.formatted(length.toMinutes(), DATABASES, faults, checks, rows);
    }

    private static double mib(long bytes) {
        return bytes / 1048576.0;
    }

    private static Duration elapsed(Instant start) {
        return Duration.between(start, Instant.now());
    }
}
