package io.litedrill.cli;

import io.litedrill.app.Application;
import io.litedrill.app.Configuration;
import io.litedrill.app.DaemonSettings;
import io.litedrill.app.DemoFolder;
import io.litedrill.app.NativeLibrary;
import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.app.UsageException;
import io.litedrill.daemon.Daemon;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Runs the commands or the daemon once, on the sample replicas, so that a Java with {@code -XX:DumpLoadedClassList}
 * lists their classes. The launcher makes an archive of each list, from which Java starts in about half of the time.
 */
public final class StartupTraining {
    /** An archive, as the launcher names it. */
    enum ClassArchive {
        COMMANDS,
        DAEMON
    }

    /** The environment of the samples: keys for a store that ignores them, and no home folder of the user. */
    private static final Map<String, String> VARIABLES =
            Map.of("AWS_ACCESS_KEY_ID", "training", "AWS_SECRET_ACCESS_KEY", "training");

    private static final List<String> PAGES = List.of("/metrics", "/readyz", "/api/v1/databases", "/openapi.yaml");

    private final DemoFolder demo;
    private final Session session;

    private StartupTraining(DemoFolder demo) {
        PrintStream nowhere = new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8);
        this.demo = demo;
        this.session = new Session(
                Terminal.pipes(nowhere, nowhere),
                RuntimeEnvironment.in(demo.folder(), VARIABLES, InstantSource.system()));
    }

    /**
     * Runs the training, and ends the process.
     *
     * @param args {@code commands} or {@code daemon}, then an existing folder. For commands, it receives a copy of the
     *     native library
     */
    public static void main(String[] args) throws IOException, UsageException {
        Interrupts interrupts = Interrupts.forThisThread();
        Main.session();
        ClassArchive archive = ClassArchive.valueOf(args[0].toUpperCase(Locale.ROOT));
        run(archive);
        if (archive == ClassArchive.COMMANDS) {
            NativeLibrary.copyTo(Path.of(args[1]));
        }
        interrupts.end();
        System.exit(ExitCodes.OK);
    }

    /**
     * Runs the training in a temporary folder, which is deleted afterwards.
     *
     * @throws IllegalStateException when a command is not what this version accepts, or has an internal error
     */
    static void run(ClassArchive archive) throws IOException, UsageException {
        try (DemoFolder demo = DemoFolder.create(InstantSource.system().instant())) {
            StartupTraining training = new StartupTraining(demo);
            training.store();
            switch (archive) {
                case COMMANDS -> training.commands().forEach(training::command);
                case DAEMON -> training.daemon();
            }
        }
    }

    private List<List<String>> commands() throws IOException {
        String config = Files.writeString(demo.folder().resolve("litedrill.yml"), yaml())
                .toString();
        List<List<String>> commands = new ArrayList<>(List.of(List.of("--help"), List.of("check", "--help")));
        for (Path replica : demo.replicas()) {
            String name = replica.getFileName().toString();
            commands.add(List.of("check", replica.toString()));
            commands.add(List.of("restore", replica.toString(), "-o", "folder-" + name + ".db"));
        }
        for (String command : List.of(
                "config show",
                "check",
                "check --json",
                "drill",
                "scrub",
                "window sound-wal",
                "plan sound-ltx",
                "restore sound-wal -o out.db")) {
            List<String> words = new ArrayList<>(List.of(command.split(" ")));
            words.addAll(List.of("-c", config));
            commands.add(words);
        }
        return commands;
    }

    private String yaml() {
        StringBuilder yaml = new StringBuilder("home: home\nscratch: scratch\ndatabases:\n");
        for (Path replica : demo.replicas()) {
            yaml.append("  - name: ").append(replica.getFileName());
            yaml.append("\n    replica: ").append(replica.toUri()).append('\n');
        }
        return yaml.toString();
    }

    private void command(List<String> words) {
        int code = Main.run(words.toArray(String[]::new), session);
        if (code == ExitCodes.USAGE || code == ExitCodes.INTERNAL) {
            throw new IllegalStateException("litedrill " + String.join(" ", words) + " ended with code " + code);
        }
    }

    private void store() throws IOException {
        try (TrainingStore store = TrainingStore.of(demo.folder())) {
            for (Path replica : demo.replicas()) {
                command(List.of("check", store.url(replica)));
                command(List.of("restore", store.url(replica), "-o", "of-" + replica.getFileName() + ".db"));
            }
        }
    }

    private void daemon() throws IOException, UsageException {
        Configuration config = demo.configuration(0, session.runtime());
        DaemonSettings settings = config.daemon(Version.number());
        try (Application application = config.application(session.terminal()::note);
                Daemon daemon = new Daemon(settings, config.monitored(application), application)) {
            String base = "http://127.0.0.1:" + daemon.start();
            for (String page : PAGES) {
                try (InputStream body = URI.create(base + page).toURL().openStream()) {
                    body.readAllBytes();
                }
            }
        }
    }
}
