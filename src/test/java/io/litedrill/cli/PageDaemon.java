package io.litedrill.cli;

import io.litedrill.litestream.GoldenReplica;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/**
 * The packaged jar as {@code serve}, for a browser. Real Litestream wrote the replica of one database immediately
 * before.
 */
final class PageDaemon implements AutoCloseable {
    static final String HOSTILE = "\u202e\u2066<img src=x onerror=alert(1)>";
    /** The hostile name as the page shows it. */
    static final String SHOWN = "\ufffd\ufffd<img src=x onerror=alert(1)>";

    static final String RESTORER = "restorer-token";

    private static final String SETTINGS = """
        listen: 127.0.0.1:PORT
        home: BASE/home
        restore_folder: BASE/restored
        tokens:
          - {name: watch, role: viewer, token: viewer-token}
          - {name: ops, role: operator, token: operator-token}
          - {name: oncall, role: restorer, token: RESTORER}
        check: {interval: 1s}
        drill: {cron: '0 0 29 2 *'}
        scrub: {interval: 30d}
        objectives: {rpo: 1d, rto: 1h, retention: 1d}
        databases:
          - {name: app, path: 'BASE/live/app.db', replica: 'file://BASE/replica'}
          - {name: broken, replica: 'file://BASE/r/broken'}
          - {name: fragile, replica: 'file://BASE/r/fragile'}
          - {name: '%s', replica: 'file://BASE/r/hostile'}
        """.formatted(HOSTILE);

    private final Path folder;
    private final int port;
    private final String databases;
    private LitedrillProcess process;

    private PageDaemon(Path folder, int port, String databases) throws IOException {
        this.folder = folder;
        this.port = port;
        this.databases = databases;
        configure(RESTORER);
        this.process = serve();
    }

    /**
     * Starts a daemon.
     *
     * @param folder has the folders {@code live} and {@code replica} of the database {@code app}
     */
    static PageDaemon start(Path folder) throws IOException {
        return start(folder, "");
    }

    /**
     * Starts a daemon with more databases.
     *
     * @param databases entries of the configuration, where BASE stands for the folder
     */
    static PageDaemon start(Path folder, String databases) throws IOException {
        Instant newest = Instant.now().minusSeconds(60);
        GoldenReplica.load("ltx/hole").copyTo(folder.resolve("r/broken"), newest);
        GoldenReplica.load("ltx/basic").copyTo(folder.resolve("r/fragile"), newest);
        GoldenReplica.load("wal/basic").copyTo(folder.resolve("r/hostile"), newest);
        Files.createDirectory(folder.resolve("restored"));
        return new PageDaemon(folder, ServerProcess.freePort(), databases);
    }

    /** Writes the configuration with another secret for the token {@code oncall}. */
    void configure(String secret) throws IOException {
        Files.writeString(
                folder.resolve("litedrill.yml"),
                (SETTINGS + databases)
                        .replace("PORT", String.valueOf(port))
                        .replace("BASE", folder.toString())
                        .replace("RESTORER", secret));
    }

    private LitedrillProcess serve() throws IOException {
        LitedrillProcess started = LitedrillProcess.start(
                folder, "serve", "-c", folder.resolve("litedrill.yml").toString());
        started.awaitPort();
        return started;
    }

    String url(String address) {
        return "http://127.0.0.1:" + port + "/" + address;
    }

    Http http() {
        return new Http(port, RESTORER);
    }

    String log() {
        return process.log();
    }

    Path folder() {
        return folder;
    }

    /** Ends the daemon by SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    void startAgain() throws IOException {
        process = serve();
    }

    @Override
    public void close() {
        process.close();
    }
}
