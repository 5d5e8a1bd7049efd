package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.history.PostgresSettings;
import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Real daemons that share one PostgreSQL: processes of the packaged jar, with copies of golden replicas. */
final class ClusterNodes implements AutoCloseable {
    static final Duration PATIENCE = Duration.ofSeconds(90);

    /** Its first drill precedes those of the other databases. */
    static final String SLOW = "slow2085";

    private static final String TOKEN = "a-token-for-tests";

    private final Path folder;
    private final PostgresSettings database;
    private final int databases;
    private final Duration checks;
    private final Map<String, LitedrillProcess> processes = new LinkedHashMap<>();

    /**
     * Copies the replicas.
     *
     * @param databases the number of databases beside {@link #SLOW}, whose drill takes many seconds
     * @param checks the interval of checks
     */
    ClusterNodes(Path folder, PostgresSettings database, int databases, Duration checks) throws IOException {
        this.folder = folder;
        this.database = database;
        this.databases = databases;
        this.checks = checks;
        Instant newest = Instant.now().minusSeconds(60);
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("replica"), newest);
    }

    /** Returns the name of the node that drills {@link #SLOW} now; empty if none does. */
    Optional<String> driller() {
        return drillers().stream().findFirst();
    }

    /** Returns the names of the nodes whose drill of {@link #SLOW} has a program that runs. */
    List<String> drillers() {
        return processes.entrySet().stream()
                .filter(node -> node.getValue().runs("sleep"))
                .map(Map.Entry::getKey)
                .toList();
    }

    /** Starts a node that reaches the database by a URL, and waits until it listens. */
    Http start(String name, String url) throws IOException {
        return new Http(begin(name, url, "").awaitPort(), TOKEN);
    }

    Http start(String name) throws IOException {
        return start(name, database.url());
    }

    /** Starts a node whose configuration has more keys, and returns it without waiting. */
    LitedrillProcess begin(String name, String url, String more) throws IOException {
        Path home = Files.createDirectories(folder.resolve(name));
        Path file = home.resolve("litedrill.yml");
        Files.writeString(file, configuration(name, url) + more);
        LitedrillProcess process = LitedrillProcess.start(home, "serve", "-c", file.toString());
        processes.put(name, process);
        return process;
    }

    private String configuration(String name, String url) {
        StringBuilder text =
                new StringBuilder("""
                listen: 127.0.0.1:0
                token: %s
                node: %s
                history:
                  url: %s
                check:
                  interval: %ds
                drill:
                  interval: 30d
                databases:
                  - name: %s
                    replica: {type: file, path: %s}
                    verify:
                      command: sleep 120
                """.formatted(TOKEN, name, url, checks.toSeconds(), SLOW, folder.resolve("replica")));
        IntStream.range(0, databases)
                .forEach(i -> text.append(
                        "  - {name: db%d, replica: {type: file, path: %s}}%n".formatted(i, folder.resolve("replica"))));
        return text.toString();
    }

    LitedrillProcess process(String name) {
        LitedrillProcess process = processes.get(name);
        if (process == null) {
            throw new IllegalStateException("no node " + name);
        }
        return process;
    }

    /** Returns the names of the entries of the scratch folder of a node. */
    List<String> inScratch(String name) throws IOException {
        Path scratch = folder.resolve(name).resolve("home").resolve("scratch");
        if (!Files.isDirectory(scratch)) {
            return List.of();
        }
        try (Stream<Path> files = Files.walk(scratch)) {
            return files.map(file -> file.getFileName().toString())
                    .filter(file -> file.startsWith("drill-"))
                    .toList();
        }
    }

    /** Waits until a node is accepted by the cluster. */
    static void awaitMember(Http node) {
        // a connection that is cut delays the answer by up to 30 s
        await().atMost(PATIENCE).ignoreExceptions().until(() -> cluster(node).contains("\"ready\":true"));
    }

    /** Returns the part of the readiness that describes the cluster. */
    static String cluster(Http node) throws Exception {
        String body = node.get("/readyz").body();
        int start = body.indexOf("\"cluster\"");
        assertThat(start).as(body).isNotNegative();
        return body.substring(start);
    }

    /** Returns how many checks a node has done, by database. */
    static Map<String, Integer> checks(Http node) throws Exception {
        Map<String, Integer> checks = new TreeMap<>();
        node.get("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith("litedrill_checks_total{"))
                .forEach(line -> checks.merge(
                        line.replaceFirst(".*database=\"([^\"]*)\".*", "$1"),
                        (int) Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)),
                        Integer::sum));
        return checks;
    }

    /** Returns how many checks several nodes have done together, by database. */
    static Map<String, Integer> checks(List<Http> nodes) throws Exception {
        Map<String, Integer> sum = new TreeMap<>();
        for (Http node : nodes) {
            checks(node).forEach((database, count) -> sum.merge(database, count, Integer::sum));
        }
        return sum;
    }

    /** Returns how many checks a node has done. */
    static int total(Http node) throws Exception {
        return checks(node).values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public void close() {
        processes.values().forEach(LitedrillProcess::close);
    }
}
