package io.litedrill.fleet;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/** A daemon of a benchmark in its own process, and the system's measurements of it. */
final class FleetDaemon implements AutoCloseable {
    private static final Pattern LISTENING = Pattern.compile("listening on http://127\\.0\\.0\\.1:(\\d+),");
    private static final Pattern USED = Pattern.compile("(?:total|generation) .*?used (\\d+)K");
    private static final double CLOCK_TICKS = 100;
    private static final Duration LONGEST = Duration.ofSeconds(30);

    private final Process process;
    private final Path folder;
    private final HttpClient client = HttpClient.newHttpClient();
    private final int port;

    /**
     * Starts the packaged jar with the launcher, which becomes the process of the daemon.
     *
     * @param folder has a litedrill.yml that listens on any port of 127.0.0.1
     * @param options more options for Java
     */
    FleetDaemon(Path folder, String options) throws IOException {
        this.folder = folder;
        Path launcher = Path.of("litedrill").toAbsolutePath();
        ProcessBuilder builder = new ProcessBuilder(launcher.toString(), "serve", "-c", "litedrill.yml")
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log().toFile());
        Map<String, String> environment = builder.environment();
        // the same jar and Java for all daemons of a benchmark, and no archive of classes that may be there or not
        environment.put(
                "LITEDRILL_JAR",
                Path.of("target", "litedrill.jar").toAbsolutePath().toString());
        environment.put("JAVA_HOME", System.getProperty("java.home"));
        environment.put("LITEDRILL_CACHE", "");
        environment.put("LITEDRILL_JAVA_OPTS", options);
        environment.put("AWS_ACCESS_KEY_ID", "bench");
        environment.put("AWS_SECRET_ACCESS_KEY", "bench");
        process = builder.start();
        // an interrupted benchmark leaves no daemon
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        Awaitility.await().atMost(Duration.ofMinutes(3)).until(() -> !process.isAlive() || listening() > 0);
        port = listening();
        if (port == 0) {
            close();
            throw new IllegalStateException("the daemon did not start: " + Files.readString(log()));
        }
    }

    private static String java(String tool) {
        return Path.of(System.getProperty("java.home"), "bin", tool).toString();
    }

    private Path log() {
        return folder.resolve("log");
    }

    private int listening() throws IOException {
        Matcher matcher = LISTENING.matcher(Files.readString(log()));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : 0;
    }

    /**
     * Returns the seconds that a request took; infinite if it failed or took longer than half a minute.
     *
     * @param encoding the header {@code Accept-Encoding}: Prometheus sends {@code gzip}
     */
    double seconds(String path, String encoding) throws InterruptedException {
        long start = System.nanoTime();
        try {
            response(path, encoding);
            return (System.nanoTime() - start) / 1e9;
        } catch (IOException | IllegalStateException e) {
            return Double.POSITIVE_INFINITY;
        }
    }

    /** Returns the response of a request. */
    String text(String path) throws IOException, InterruptedException {
        return new String(response(path, "identity"), StandardCharsets.UTF_8);
    }

    private byte[] response(String path, String encoding) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .header("Accept-Encoding", encoding)
                .timeout(LONGEST)
                .build();
        HttpResponse<byte[]> response = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IllegalStateException(path + ": status " + response.statusCode());
        }
        return response.body();
    }

    /** Returns the processor time up to now, in seconds. */
    double cpuSeconds() throws IOException {
        String stat = Files.readString(proc("stat"));
        String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / CLOCK_TICKS;
    }

    /** Returns the resident memory in MiB. */
    long residentMebibytes() throws IOException {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                            .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                            .sum()
                    >> 10;
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", String.valueOf(process.pid()), file);
    }

    /** Returns the heap in use after a collection, in MiB. */
    long heapMebibytes() throws IOException, InterruptedException {
        jcmd("GC.run");
        Matcher matcher = USED.matcher(jcmd("GC.heap_info"));
        long kibibytes = 0;
        while (matcher.find()) {
            kibibytes += Long.parseLong(matcher.group(1));
        }
        return kibibytes >> 10;
    }

    /** Runs a command of the JDK on the daemon and returns its output. */
    String jcmd(String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(java("jcmd"), String.valueOf(process.pid())));
        command.addAll(Arrays.asList(words));
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        run.waitFor();
        return output;
    }

    /** Reloads its configuration. */
    void reload() throws IOException, InterruptedException {
        Process kill = new ProcessBuilder("kill", "-HUP", String.valueOf(process.pid())).start();
        if (kill.waitFor() != 0) {
            throw new IllegalStateException("the daemon has ended: " + Files.readString(log()));
        }
    }

    /** Stops it, so that it closes its history. */
    void stop() throws InterruptedException {
        process.toHandle().destroy();
        if (!process.waitFor(1, TimeUnit.MINUTES)) {
            close();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
