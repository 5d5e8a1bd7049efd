package io.litedrill.cli;

import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A machine for the commands of the documents: the database {@code app} at {@code /data/app.db} with its replica
 * {@code /backups/app.db} and both configurations. Programs that would change the host do nothing.
 */
final class DocumentMachine {
    private static final List<String> STUBS = List.of("systemctl");
    /** Placeholders and sample values of the documents, and their replacements. */
    private static final Map<String, String> HERE = Map.of(
            "\\bNAME\\b", "app",
            "\\borders\\b", "note",
            "http://localhost:9000", "http://127.0.0.1:9",
            "--from \\S+", "--from '1d ago'",
            "--to \\S+", "--to '1s ago'");

    private final Path root;
    private final GuideShell shell;

    private DocumentMachine(Path root, GuideShell shell) {
        this.root = root;
        this.shell = shell;
    }

    /** Makes a machine whose database is in sync with its replica, as the original of copies. */
    static void make(Path root) throws Exception {
        Path replica = Files.createDirectories(root.resolve("backups")).resolve("app.db");
        GoldenReplica.load("wal/basic").copyTo(replica, Instant.now().minusSeconds(60));
        Files.createDirectories(root.resolve("data"));
        Files.createDirectories(root.resolve("etc"));
        Files.writeString(root.resolve("litedrill.yml"), """
            drill: {mode: incremental}
            databases: [{name: app, path: data/app.db, replica: 'file://ROOT/backups/app.db'}]
            """.replace("ROOT", root.toString()));
        new CommandLineRun.User(root).runs("restore", "app", "--in-place", "--yes");
    }

    /** Copies a machine. */
    static DocumentMachine copy(Path from, Path root) throws IOException {
        BadDay.copy(from, root);
        Files.writeString(root.resolve("etc/litestream.yml"), """
            dbs: [{path: ROOT/data/app.db, replicas: [{path: ROOT/backups/app.db}]}]
            """.replace("ROOT", root.toString()));
        for (String home : List.of("", "home: old", "home: new")) {
            String name = home.isEmpty() ? "litedrill.yml" : home.substring(6) + ".yml";
            Files.writeString(root.resolve(name), home + """

                drill: {mode: incremental}
                databases: [{name: app, path: data/app.db, replica: 'file://ROOT/backups/app.db'}]
                """.replace("ROOT", root.toString()));
        }
        Path server = Files.createDirectories(root.resolve("app")).resolve("server");
        Files.writeString(server, "#!/bin/sh\necho the application starts\n");
        server.toFile().setExecutable(true);
        Instant before = Instant.now().minusSeconds(61);
        GuideShell shell = new GuideShell(root, before.toString());
        for (String stub : STUBS) {
            shell.program(stub, ":");
        }
        return new DocumentMachine(root, shell);
    }

    /** Runs a command after the preparation that it requires. */
    GuideShell.Done run(String command) throws Exception {
        String here = command;
        for (Map.Entry<String, String> each : HERE.entrySet()) {
            here = here.replaceAll(each.getKey(), each.getValue());
        }
        here = here.replaceAll("(?<=--(timestamp|around) )\\S+", "2026-11-23T05:00:00Z");
        prepare(here);
        boolean asks = here.contains("--in-place") && !here.matches(".*--(yes|dry-run).*");
        return shell.run(asks ? here + " --yes" : here);
    }

    private void prepare(String command) throws Exception {
        Path live = root.resolve("data/app.db");
        List<String> words = GuideShell.words(command);
        if (words.contains("-o")) {
            Files.deleteIfExists(root.resolve(words.get(words.indexOf("-o") + 1)));
        }
        if (command.contains("--in-place") || command.startsWith("litedrill ensure")) {
            Files.deleteIfExists(live);
        }
        if (command.contains("--proved-copy")) {
            shell.run("litedrill drill app");
        }
        if (command.startsWith("litedrill status")) {
            shell.run(command.replaceFirst("status", "drill"));
        }
        if (command.contains("old.yml")) {
            shell.run("litedrill check -c old.yml");
        }
        if (command.startsWith("sqlite3 app.db")) {
            Files.copy(live, root.resolve("app.db"));
        }
        if (command.startsWith("mv /data/.app.db-litestream ")) {
            Files.createDirectories(root.resolve("data/.app.db-litestream"));
        }
        if (command.startsWith("rm /data/")) {
            Files.createFile(root.resolve(command.substring("rm /".length())));
        }
    }
}
