package io.litedrill.storage;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** A server program of the tests, with its own port on 127.0.0.1. */
public final class ServerProcess implements AutoCloseable {
    private static final Duration SOON = Duration.ofSeconds(30);

    private final Process process;
    private final int port;

    private ServerProcess(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a program and waits until it accepts connections.
     *
     * @param folder receives its output, as {@code NAME.log}
     * @param command from a port to the command
     */
    public static ServerProcess start(String name, Path folder, Function<String, List<String>> command)
            throws IOException {
        int port = freePort();
        Path log = folder.resolve(name + ".log");
        Process process = new ProcessBuilder(command.apply(String.valueOf(port)))
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        ServerProcess server = new ServerProcess(process, port);
        try {
            await(name).atMost(SOON).pollInterval(Duration.ofMillis(50)).until(server::accepts);
            return server;
        } catch (RuntimeException e) {
            server.close();
            throw new IOException(name + " did not start: " + Files.readString(log), e);
        }
    }

    private boolean accepts() {
        if (!process.isAlive()) {
            throw new IllegalStateException("the process has ended");
        }
        try (Socket socket = new Socket()) {
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Returns an unused port of 127.0.0.1. */
    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Returns its port. */
    public int port() {
        return port;
    }

    @Override
    public void close() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
        try {
            process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
