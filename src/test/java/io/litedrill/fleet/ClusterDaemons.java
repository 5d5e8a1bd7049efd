package io.litedrill.fleet;

import io.litedrill.history.PostgresSettings;
import io.litedrill.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Daemons of the packaged jar with the same databases: one with its history in a file, or the nodes of a cluster. */
final class ClusterDaemons implements AutoCloseable {
    static final int DATABASES = 60;

    private final Path folder;
    private final String endpoint;
    private final Optional<PostgresSettings> history;
    private final List<FleetDaemon> daemons = new ArrayList<>();

    /** Defines which jobs are always due, so that the daemons are the limit. */
    enum Load {
        CHECKS("1s", "30d", "litedrill_checks_total", "verdict=\"(unknown|critical)\""),
        DRILLS("30d", "5s", "litedrill_drills_total", "outcome=\"(failed|inconclusive)\"");

        private final String checkInterval;
        private final String drillInterval;
        private final String counter;
        /** The labels of a job that did not prove its backup. */
        private final Pattern bad;

        Load(String checkInterval, String drillInterval, String counter, String bad) {
            this.checkInterval = checkInterval;
            this.drillInterval = drillInterval;
            this.counter = counter;
            this.bad = Pattern.compile(bad);
        }
    }

    /**
     * Creates no daemon yet.
     *
     * @param folder gets a folder for each daemon
     * @param endpoint of the S3 server
     * @param history of a cluster; empty for a daemon with its history in a file
     */
    ClusterDaemons(Path folder, String endpoint, Optional<PostgresSettings> history) {
        this.folder = folder;
        this.endpoint = endpoint;
        this.history = history;
    }

    /** Starts daemons, and waits until they listen. */
    void start(int number, Load load) throws IOException {
        for (int node = 0; node < number; node++) {
            write(node, load);
            daemons.add(new FleetDaemon(home(node), "-Xmx256m"));
        }
    }

    /** Changes the jobs of all daemons by new configurations. */
    void change(Load load) throws IOException, InterruptedException {
        for (int node = 0; node < daemons.size(); node++) {
            write(node, load);
        }
        for (FleetDaemon daemon : daemons) {
            daemon.reload();
        }
    }

    private Path home(int node) {
        return folder.resolve("node-" + node);
    }

    private void write(int node, Load load) throws IOException {
        StringBuilder text = new StringBuilder("listen: 127.0.0.1:0\nhome: home\n");
        history.ifPresent(settings -> text.append("node: node-")
                .append(node)
                .append("\nhistory: {url: '")
                .append(settings.url())
                .append("'}\n"));
        text.append("check: {interval: ")
                .append(load.checkInterval)
                .append(", parallel: 1}\ndrill: {interval: ")
                .append(load.drillInterval)
                .append(", parallel: 1}\nscrub: {interval: 3650d}\n")
                .append("objectives: {rpo: 30d, drill_age: 3650d}\ndatabases:\n");
        for (int i = 0; i < DATABASES; i++) {
            text.append(String.format(
                    Locale.ROOT,
                    "  - {name: db-%05d, replica: 's3://%s/%sdb-%05d?endpoint=%s'}%n",
                    i,
                    FleetServer.BUCKET,
                    FleetReplicas.PREFIX,
                    i,
                    endpoint));
        }
        Files.createDirectories(home(node));
        Files.writeString(home(node).resolve("litedrill.yml"), text);
    }

    /** Returns whether all daemons share the jobs, and each database was checked. */
    boolean isWarm() throws IOException, InterruptedException {
        for (FleetDaemon daemon : daemons) {
            daemon.text("/readyz");
        }
        return JsonObject.parse(daemons.get(0).text("/api/v1/board")).objects("databases").orElseThrow().stream()
                        .filter(row -> row.time("checked_at").isPresent())
                        .count()
                >= DATABASES;
    }

    /** Returns what each daemon has done since its start. */
    ClusterSample sample(Load load) throws IOException, InterruptedException {
        List<ClusterSample.Done> done = new ArrayList<>();
        for (FleetDaemon daemon : daemons) {
            List<String> counters = daemon.text("/metrics")
                    .lines()
                    .filter(line -> line.startsWith(load.counter + "{"))
                    .toList();
            long bad = sum(counters.stream().filter(load.bad.asPredicate()));
            done.add(new ClusterSample.Done(sum(counters.stream()), bad, daemon.cpuSeconds()));
        }
        return new ClusterSample(System.nanoTime(), done, Machine.ProcessorTime.now());
    }

    private static long sum(Stream<String> lines) {
        return (long) lines.mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    @Override
    public void close() {
        daemons.forEach(FleetDaemon::close);
    }
}
