package io.litedrill.app;

import io.litedrill.check.Objectives;
import io.litedrill.config.AgeConfig;
import io.litedrill.config.Config;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.DatabaseSettings;
import io.litedrill.config.ReplicaConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ServerConfig;
import io.litedrill.files.FileTree;
import io.litedrill.http.ApiSettings;
import io.litedrill.replica.WriterSettings;
import io.litedrill.schedule.Cadence;
import io.litedrill.schedule.SchedulerSettings;
import io.litedrill.schedule.Timing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Manages a temporary folder with the replicas, the history and the scratch folder of the demo. Closing it deletes the
 * folder.
 */
public final class DemoFolder implements AutoCloseable {
    /** Long, since nothing writes to the replicas any more and the demo may run for a while. */
    private static final Duration RPO = Duration.ofDays(1);

    private static final Timing TIMING =
            new Timing(Timing.DEFAULTS.checks(), new Cadence.Every(Duration.ofMinutes(10)), Timing.DEFAULTS.scrubs());

    private static final Duration DRILL_AGE = Duration.ofDays(2);
    private static final Duration RTO = Duration.ofMinutes(1);
    /** The settings of the Litestream that wrote the replicas, in the stretched time of the demo. */
    private static final WriterSettings WRITER = new WriterSettings(
            Duration.ofSeconds(1), Optional.of(Duration.ofDays(8)), Duration.ofDays(30), Duration.ofHours(1), true);

    private final Path folder;
    private final List<DemoReplicas.DemoFile> files = new ArrayList<>();

    private DemoFolder(Path folder) {
        this.folder = folder;
    }

    /** Creates the folder and copies the replicas, with times as if Litestream had written them in the last week. */
    public static DemoFolder create(Instant now) throws IOException {
        DemoFolder demo = before(now);
        demo.growTo(now);
        return demo;
    }

    /** Creates the folder as it was before Litestream wrote anything. */
    public static DemoFolder before(Instant now) throws IOException {
        DemoFolder demo = new DemoFolder(createFolder());
        for (String name : DemoReplicas.CASES.keySet()) {
            demo.files.addAll(DemoReplicas.files(DemoReplicas.CASES.get(name), demo.replica(name), now));
        }
        return demo;
    }

    /** Creates a folder for this user alone. All its names have one length, so that lines break alike. */
    private static Path createFolder() throws IOException {
        String name = "litedrill-demo-%08x".formatted(new SecureRandom().nextInt());
        return Files.createDirectory(
                Path.of(System.getProperty("java.io.tmpdir"), name),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    }

    /** Copies the files that Litestream had written by a time. */
    public void growTo(Instant time) throws IOException {
        for (DemoReplicas.DemoFile file : List.copyOf(files)) {
            if (!file.written().isAfter(time)) {
                file.write();
                files.remove(file);
            }
        }
    }

    /** Returns the temporary folder; absolute. */
    public Path folder() {
        return folder;
    }

    /** Returns the folders that the replicas were copied to. */
    public List<Path> replicas() {
        return names().map(this::replica).toList();
    }

    /** Returns the names, those of the sound replicas first. */
    private static Stream<String> names() {
        return DemoReplicas.CASES.keySet().stream().sorted(Comparator.reverseOrder());
    }

    private Path replica(String name) {
        return folder.resolve("replicas").resolve(name);
    }

    /**
     * Returns a configuration that monitors the replicas.
     *
     * @param port the port that the daemon listens on
     */
    public Configuration configuration(int port, RuntimeEnvironment runtime) {
        return new Configuration(config(port), List.of(), runtime);
    }

    private Config config(int port) {
        ServerConfig.Folders folders = new ServerConfig.Folders(folder.resolve("home"), folder.resolve("scratch"));
        ApiSettings api = new ApiSettings(ApiSettings.DEFAULTS.host(), port, List.of(), Optional.empty());
        return new Config(
                folder,
                new ServerConfig(api, folders, SchedulerSettings.DEFAULTS),
                names().map(this::database).toList(),
                List.of());
    }

    private DatabaseConfig database(String name) {
        ReplicaConfig replica =
                new ReplicaConfig("file", new ReplicaLocation.FileLocation(replica(name)), WRITER, AgeConfig.NONE);
        Objectives objectives = new Objectives(RPO, Optional.of(RTO), DRILL_AGE, Optional.empty(), Optional.empty());
        DatabaseSettings settings = DatabaseSettings.usual(TIMING, objectives);
        return new DatabaseConfig(name, Optional.empty(), List.of(replica), settings);
    }

    @Override
    public void close() throws IOException {
        FileTree.delete(folder);
    }
}
