package io.litedrill.cli;

import static org.awaitility.Awaitility.await;

import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A real server, such as Prometheus, on loopback. Closing it kills it. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final Process process;
    private final Path log;
    private final int port;

    private ServerProcess(Process process, Path log, int port) {
        this.process = process;
        this.log = log;
        this.port = port;
    }

    /**
     * Starts the server and waits until its log reports that it is ready.
     *
     * @param folder its own folder, for its log
     */
    static ServerProcess start(String tool, Path folder, int port, String... arguments) throws IOException {
        Path log = Files.createDirectories(folder).resolve(tool + ".log");
        List<String> command = new ArrayList<>(List.of(Tools.require(tool).toString()));
        command.addAll(List.of(arguments));
        command.add("--web.listen-address=127.0.0.1:" + port);
        Process started = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ServerProcess server = new ServerProcess(started, log, port);
        try {
            await(tool).atMost(START).until(() -> !started.isAlive() || server.isReady());
            if (!started.isAlive()) {
                throw new IllegalStateException(tool + " ended: " + Files.readString(log));
            }
        } catch (RuntimeException | Error failed) {
            server.close();
            throw failed;
        }
        return server;
    }

    /** Returns a port without a listener at this moment. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private boolean isReady() {
        try {
            return http().get("/-/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    Http http() {
        return new Http(port, "");
    }

    String log() throws IOException {
        return Files.readString(log);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
