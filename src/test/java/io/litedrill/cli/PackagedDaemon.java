package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code serve} of the packaged jar, which checks each second and keeps its port after a restart. */
final class PackagedDaemon implements AutoCloseable {
    /** The token of the API. */
    static final String TOKEN = "a-token-for-tests";
    /** The token of {@code /metrics}. */
    static final String METRICS_TOKEN = "a-token-for-metrics";

    private static final String SETTINGS = """
        listen: 127.0.0.1:%d
        token: %s
        metrics_token: %s
        home: home
        restore_folder: restored
        check:
          interval: 1s
        objectives:
          rpo: 1d
          rto: 1h
          retention: 1d
        databases:
        """;

    private final Path folder;
    private final int port;
    private LitedrillProcess process;

    private PackagedDaemon(Path folder, int port, LitedrillProcess process) {
        this.folder = folder;
        this.port = port;
        this.process = process;
    }

    /**
     * Starts a daemon.
     *
     * @param folder its own folder, for configuration and home
     * @param databases the YAML list of its databases, each line indented
     */
    static PackagedDaemon start(Path folder, String databases) throws IOException {
        int port = ServerProcess.freePort();
        Files.writeString(
                Files.createDirectories(folder).resolve("litedrill.yml"),
                SETTINGS.formatted(port, TOKEN, METRICS_TOKEN) + databases);
        return new PackagedDaemon(folder, port, serve(folder));
    }

    private static LitedrillProcess serve(Path folder) throws IOException {
        LitedrillProcess process = LitedrillProcess.start(
                folder, "serve", "-c", folder.resolve("litedrill.yml").toString());
        process.awaitPort();
        return process;
    }

    int port() {
        return port;
    }

    /** Requests a drill. */
    void drill(String database) {
        assertThat(new Http(port, TOKEN)
                        .post("/api/v1/databases/" + database + "/drills", "")
                        .statusCode())
                .isEqualTo(202);
    }

    /** Requests a restore to a new file. */
    void restore(String database, String file) {
        assertThat(new Http(port, TOKEN)
                        .post(
                                "/api/v1/databases/" + database + "/restores",
                                "{\"target\":\"file\",\"output\":\"" + file + "\"}")
                        .statusCode())
                .isEqualTo(202);
    }

    /** Ends the daemon by SIGKILL. */
    void kill() throws InterruptedException {
        process.kill();
    }

    /** Starts the daemon again with the same home. */
    void startAgain() throws IOException {
        process = serve(folder);
    }

    @Override
    public void close() {
        process.close();
    }
}
