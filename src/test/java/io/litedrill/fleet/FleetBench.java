package io.litedrill.fleet;

import static org.awaitility.Awaitility.await;

import io.litedrill.json.JsonObject;
import io.litedrill.litestream.LitestreamProcess;
import io.litedrill.litestream.Replicate;
import io.litedrill.litestream.Writer;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Measures one daemon with many databases in an S3 store that responds after 20 ms. {@code bench/fleet} runs it, and
 * writes the section into docs/benchmarks.md.
 */
class FleetBench {
    private static final List<Integer> SIZES = numbers("sizes", "10,100,1000,10000");
    private static final int SECONDS = numbers("seconds", "150").get(0);
    private static final int WARM_UP_SECONDS = numbers("warm-up", "900").get(0);
    private static final int FILES = numbers("files", "100").get(0);
    /** Whether the measurement waits until no check reads files from before the start. */
    private static final boolean SETTLED = Boolean.getBoolean("litedrill.fleet.settled");

    private static final double SETTLED_REQUESTS = 2;
    private static final int SAMPLE = 50;
    private static final Duration INTERVAL =
            Duration.ofSeconds(numbers("interval", "60").get(0));
    private static final Duration LATE = Duration.ofSeconds(10);
    /** Whether the JDK's Flight Recorder records the measured time. */
    private static final boolean PROFILED = Boolean.getBoolean("litedrill.fleet.jfr");

    private static final Path PROFILE = Path.of("target", "fleet.jfr");
    private static final Path SECTION = Path.of("target", "bench-fleet.md");

    private static final double MOST_SECONDS_OF_METRICS = 2;
    private static final double MOST_GIGABYTES = 2;

    /** More options of Java for the daemon. */
    private static final String JAVA = System.getProperty("litedrill.fleet.java", "-Xmx512m");

    private final List<String> missed = new ArrayList<>();
    private final List<String> restarts = new ArrayList<>();

    @TempDir
    Path folder;

    private static List<Integer> numbers(String name, String usual) {
        return Arrays.stream(
                        System.getProperty("litedrill.fleet." + name, usual).split(",", -1))
                .map(Integer::valueOf)
                .toList();
    }

    @Test
    void measure() throws Exception {
        List<Path> replicas = List.of(replica("0.3.13"), replica("0.5.17"));
        List<String> rows = new ArrayList<>();
        for (int size : SIZES) {
            rows.add(row(replicas, size));
            write(rows);
        }
    }

    /** Runs real Litestream until it has written a replica of some 100 files. */
    private Path replica(String version) throws Exception {
        Path replica = folder.resolve("replica-" + version);
        Path database = folder.resolve(version + ".db");
        Replicate replicate = Replicate.toFolder(version, database, replica).withReplica("sync-interval: 100ms");
        try (Writer writer = Writer.create(database);
                LitestreamProcess litestream = LitestreamProcess.start(replicate, folder.resolve(version))) {
            Writer.Running running = writer.start(Duration.ofMillis(100));
            // files are added and deleted while they are counted
            await().atMost(Duration.ofMinutes(2)).ignoreExceptions().until(() -> files(replica) >= FILES);
            running.stop();
            litestream.end();
        }
        return replica;
    }

    private static long files(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return 0;
        }
        try (Stream<Path> all = Files.walk(folder)) {
            return all.filter(Files::isRegularFile).count();
        }
    }

    private String row(List<Path> replicas, int size) throws Exception {
        FleetReplicas fleet = FleetReplicas.of(replicas, size);
        FleetTimes times = new FleetTimes();
        Path home = Files.createDirectories(folder.resolve("fleet-" + size));
        try (FleetServer server = new FleetServer(fleet, Duration.ofMillis(20), times::request)) {
            Files.writeString(home.resolve("litedrill.yml"), configuration(server.endpoint()));
            try (FleetDaemon daemon = new FleetDaemon(home, JAVA)) {
                boolean warm = warmUp(daemon, size);
                String row = measured(daemon, times, fleet, warm);
                restarts.add(restarted(home, size));
                return row;
            }
        }
    }

    /** Restarts a daemon with its history, and describes the duration and the reads of the start. */
    private static String restarted(Path home, int size) throws Exception {
        Instant start = Instant.now();
        try (FleetDaemon daemon = new FleetDaemon(home, JAVA)) {
            double ready = seconds(start);
            await().atMost(Duration.ofSeconds(WARM_UP_SECONDS))
                    .pollInterval(Duration.ofSeconds(1))
                    .ignoreExceptions()
                    .until(() -> checkedSince(daemon, start) >= size);
            return String.format(
                    Locale.ROOT,
                    "%,d databases: listens after %.1f s, each is checked after %.0f s with %.2f requests a check.",
                    size,
                    ready,
                    seconds(start),
                    requests(daemon, size));
        } catch (ConditionTimeoutException slow) {
            return String.format(Locale.ROOT, "%,d databases: not each was checked in time.", size);
        }
    }

    private static double seconds(Instant since) {
        return Duration.between(since, Instant.now()).toMillis() / 1e3;
    }

    private static String configuration(String endpoint) {
        return "listen: 127.0.0.1:0\nhome: home\ncheck: {interval: " + INTERVAL.toSeconds()
                + "s}\ndrill: {interval: 3650d}\n"
                + "scrub: {interval: 3650d}\nobjectives: {rpo: 30d, drill_age: 3650d}\ndiscover: 's3://"
                + FleetServer.BUCKET + "/fleet?endpoint=" + endpoint + "'\n";
    }

    /** Waits until each database was checked, and then for its second check; false if that takes too long. */
    private static boolean warmUp(FleetDaemon daemon, int size) {
        try {
            await().atMost(Duration.ofSeconds(WARM_UP_SECONDS))
                    .pollInterval(Duration.ofSeconds(5))
                    .ignoreExceptions()
                    .until(() -> checkedSince(daemon, Instant.MIN) >= size);
            pass(INTERVAL.plus(LATE));
            if (SETTLED) {
                await().atMost(Duration.ofSeconds(WARM_UP_SECONDS))
                        .pollInterval(Duration.ofSeconds(5))
                        .ignoreExceptions()
                        .until(() -> requests(daemon, size) <= SETTLED_REQUESTS);
            }
            return true;
        } catch (ConditionTimeoutException slow) {
            return false;
        }
    }

    /** Waits for a time. */
    static void pass(Duration time) {
        long since = System.nanoTime();
        await().atMost(time.multipliedBy(2)).until(() -> System.nanoTime() - since >= time.toNanos());
    }

    private static long checkedSince(FleetDaemon daemon, Instant time) throws IOException, InterruptedException {
        return JsonObject.parse(daemon.text("/api/v1/board")).objects("databases").orElseThrow().stream()
                .filter(row -> row.time("checked_at").filter(time::isBefore).isPresent())
                .count();
    }

    private String measured(FleetDaemon daemon, FleetTimes times, FleetReplicas fleet, boolean warm) throws Exception {
        if (PROFILED) {
            daemon.jcmd("JFR.start", "name=fleet", "settings=profile");
        }
        long since = System.nanoTime();
        long requests = times.requests();
        double cpu = daemon.cpuSeconds();
        double load = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        double metrics = 0;
        double board = 0;
        for (long end = since + TimeUnit.SECONDS.toNanos(SECONDS); System.nanoTime() < end; ) {
            pass(Duration.ofSeconds(Math.min(15, SECONDS)));
            metrics = Math.max(metrics, daemon.seconds("/metrics", "gzip"));
            metrics = Math.max(metrics, daemon.seconds("/metrics", "identity"));
            board = Math.max(board, daemon.seconds("/api/v1/board", "gzip"));
        }
        double seconds = (System.nanoTime() - since) / 1e9;
        double used = daemon.cpuSeconds() - cpu;
        FleetTimes.Seen seen = times.since(since, requests, INTERVAL, LATE);
        if (PROFILED) {
            daemon.jcmd("JFR.dump", "name=fleet", "filename=" + PROFILE.toAbsolutePath());
        }
        double perCheck = requests(daemon, fleet.databases());
        long resident = daemon.residentMebibytes();
        long heap = daemon.heapMebibytes();
        daemon.stop();
        FleetHistory history =
                FleetHistory.of(folder.resolve("fleet-" + fleet.databases()).resolve("home"), fleet.databases());
        judge(fleet.databases(), warm, seen.late(), metrics, history);
        return String.format(
                Locale.ROOT,
                "| %,d | %,d | %.0f | %s | %.1f s | %d | %.2f | %s | %s | %d MiB | %d MiB | %.0f %% | %.1f ms | %.0f | %s | %.0f |",
                fleet.databases(),
                fleet.files(),
                seen.checks() / seconds * 60,
                (warm ? "" : "not all checked; ") + seen.late(),
                seen.worstSeconds(),
                seen.mostPerSecond(),
                perCheck,
                shown(metrics),
                shown(board),
                heap,
                resident,
                used / seconds * 100,
                used * 1000 / Math.max(1, seen.checks()),
                seen.requests() / seconds,
                history.cell(),
                load);
    }

    /** Records the missed targets: each database is checked each minute, no check is late, and metrics are fast. */
    private void judge(int databases, boolean warm, long late, double metrics, FleetHistory history) {
        List<String> reasons = new ArrayList<>();
        if (!warm) {
            reasons.add("not every database was checked within " + WARM_UP_SECONDS + " s");
        }
        if (late > 0) {
            reasons.add(String.format(Locale.ROOT, "%,d checks were late", late));
        }
        if (metrics > MOST_SECONDS_OF_METRICS) {
            reasons.add("`/metrics` took " + shown(metrics));
        }
        if (history.gigabytesAfterAMonth() > MOST_GIGABYTES) {
            reasons.add(String.format(
                    Locale.ROOT, "the history would have %.2f GB after a month", history.gigabytesAfterAMonth()));
        }
        if (!reasons.isEmpty()) {
            missed.add(String.format(Locale.ROOT, "With %,d databases, the target was missed: ", databases)
                    + String.join("; ", reasons) + ".");
        }
    }

    private static String shown(double seconds) {
        return Double.isInfinite(seconds) ? "failed" : String.format(Locale.ROOT, "%.2f s", seconds);
    }

    /** Returns the requests of the last checks of some databases, on average. */
    private static double requests(FleetDaemon daemon, int databases) throws IOException, InterruptedException {
        long requests = 0;
        int sample = Math.min(databases, SAMPLE);
        for (int i = 0; i < sample; i++) {
            String name = String.format(Locale.ROOT, "db-%05d", i * (databases / sample));
            JsonObject replica = JsonObject.parse(daemon.text("/api/v1/databases/" + name))
                    .objects("replicas")
                    .orElseThrow()
                    .get(0);
            requests += replica.object("check")
                    .flatMap(check -> check.integer("requests"))
                    .orElse(0L);
        }
        return (double) requests / sample;
    }

    private void write(List<String> rows) throws IOException {
        Files.writeString(
                SECTION,
                "## A fleet of databases\n\nWritten by `bench/fleet`. One daemon, started by the launcher with `" + JAVA
                        + "` and the default settings checks"
                        + " databases below one prefix of an S3 server on loopback that answers after 20 ms, once in "
                        + INTERVAL.toSeconds()
                        + " s each. The replicas are two that real Litestream 0.3.13 and 0.5.17 wrote, under the prefix of each"
                        + " database. Measured for " + SECONDS + " s after the first check of each database, on "
                        + Runtime.getRuntime().availableProcessors()
                        + " processors, which the server and other programs of the machine use too: see the load. A check is"
                        + " late if it begins more than 10 s after its time, as the server sees it. The first"
                        + " checks of a database read the headers of its files, 100 a second of all databases after the"
                        + " first 2,000, so that they cost more than later ones. CPU a check is all that the process used,"
                        + " `/metrics`, first drills and scrubs included. `/metrics` is requested with gzip, as Prometheus"
                        + " does, and without it, each four times in a minute.\n\n"
                        + "| databases | files | checks a minute | late | latest | most checks in a second | requests a check"
                        + " | `/metrics`, slowest | board of the API, slowest | heap after a collection | resident | CPU"
                        + " | CPU a check | requests a second | history, in a month | load |\n|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|---|\n"
                        + String.join("\n", rows) + "\n\n" + targets()
                        + "\n\nThe same daemons, started again with their"
                        + " histories: " + String.join(" ", restarts) + "\n");
    }

    private String targets() {
        String targets =
                "The targets: no check is late, `/metrics` takes less than 2 s, and the history has at most 2 GB after a month."
                        + " That size is computed from the rows of the measurement, which have the note `files-pending` of the"
                        + " first checks. A load above the number of processors"
                        + " shows that other programs took processor time from the daemon and the server.";
        return missed.isEmpty() ? targets + " None was missed." : targets + " " + String.join(" ", missed);
    }
}
