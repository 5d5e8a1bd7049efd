package io.litedrill.soak;

import io.litedrill.cli.Http;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** The launcher's daemon as a process whose size is measured. Java replaces the launcher and keeps its process id. */
final class SoakDaemon implements AutoCloseable {
    private final Process process;
    private final Path folder;
    private final Http http;

    private SoakDaemon(Process process, Path folder, Http http) {
        this.process = process;
        this.folder = folder;
        this.http = http;
    }

    /**
     * The size of the process.
     *
     * @param heap bytes in use after a collection
     * @param resident bytes
     * @param scratch bytes of the files in the scratch folder
     */
    record Size(long heap, long resident, long threads, long files, long scratch) {}

    static SoakDaemon start(Path folder, int port, Map<String, String> environment) throws IOException {
        List<String> command = List.of(
                Path.of("litedrill").toAbsolutePath().toString(),
                "serve",
                "-c",
                folder.resolve("litedrill.yml").toString());
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("litedrill.log").toFile());
        builder.environment().putAll(environment);
        builder.environment().put("LITEDRILL_JAVA_OPTS", "-Xmx256m -XX:NativeMemoryTracking=summary");
        return new SoakDaemon(builder.start(), folder, new Http(port, SoakBench.TOKEN));
    }

    Http http() {
        return http;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Returns the heap after a collection, and the resident memory before it. */
    Size size() throws IOException, InterruptedException {
        long resident = status("VmRSS:") * 1024;
        jcmd("GC.run");
        return new Size(
                heap(jcmd("GC.heap_info")),
                resident,
                status("Threads:"),
                count(Path.of("/proc", String.valueOf(process.pid()), "fd")),
                bytes(folder.resolve("home").resolve("scratch")));
    }

    /** Runs a command of the JDK's jcmd and returns its output. */
    String jcmd(String... order) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), String.valueOf(process.pid())));
        command.addAll(List.of(order));
        Process run = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(run.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        run.waitFor();
        return output;
    }

    /** Returns the sum of "used NNNK" of the generations, without those of the metaspace after them. */
    private static long heap(String info) {
        long sum = 0;
        for (String line :
                info.lines().takeWhile(each -> !each.contains("Metaspace")).toList()) {
            var used =
                    java.util.regex.Pattern.compile("total \\d+K, used (\\d+)K").matcher(line);
            sum += used.find() ? Long.parseLong(used.group(1)) * 1024 : 0;
        }
        return sum;
    }

    private long status(String key) throws IOException {
        return Files.readAllLines(Path.of("/proc", String.valueOf(process.pid()), "status")).stream()
                .filter(line -> line.startsWith(key))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            return entries.count();
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException | java.io.UncheckedIOException e) {
            return 0; // a drill removes its files at this moment
        }
    }

    /** Ends it and returns its exit code. */
    int stop() throws InterruptedException {
        process.destroy();
        return process.waitFor(60, TimeUnit.SECONDS) ? process.exitValue() : -1;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
