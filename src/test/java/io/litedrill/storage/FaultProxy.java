package io.litedrill.storage;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A TCP proxy on 127.0.0.1 that disturbs the server's responses. A fault applies to each connection, and each
 * response, that starts after it was set; bytes are counted from there, including response headers.
 */
public final class FaultProxy implements AutoCloseable {
    /** Faults of the bytes from the server. */
    public sealed interface Fault {
        /** No fault. */
        record None() implements Fault {}

        /** Delays each piece of up to 16 KiB. */
        record Delay(Duration each) implements Fault {}

        /** Sends only a few bytes at a time after a number of bytes. */
        record Trickle(long after, int bytes, Duration each) implements Fault {}

        /** Closes the connection normally after this number of bytes. */
        record Cut(long after) implements Fault {}

        /** Resets the connection after this number of bytes. */
        record Reset(long after) implements Fault {}

        /** Sends nothing after this number of bytes, and keeps the connection open; with 0 there is no response. */
        record Stall(long after) implements Fault {}
    }

    private static final Fault NONE = new Fault.None();

    private final int serverPort;
    private final ServerSocket listening;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "fault-proxy");
        thread.setDaemon(true);
        return thread;
    });
    private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger remaining = new AtomicInteger();
    private volatile Fault fault = NONE;

    /** Listens in front of a server on 127.0.0.1. */
    public FaultProxy(int serverPort) throws IOException {
        this.serverPort = serverPort;
        this.listening = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        threads.execute(this::accept);
    }

    /** Returns its address: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + listening.getLocalPort());
    }

    /** Applies a fault to every response from now on. */
    public void behave(Fault next) {
        behave(next, Integer.MAX_VALUE);
    }

    /** Applies a fault to this number of responses from now on (cuts and resets only), then none. */
    public void behave(Fault next, int times) {
        remaining.set(times);
        fault = next;
    }

    /** Returns the bytes received from the server up to now, including response headers. */
    public long bytesFromServer() {
        return bytes.get();
    }

    /** Returns the number of accepted connections up to now. */
    public int connections() {
        return connections.get();
    }

    @Override
    public void close() throws IOException {
        closed.countDown();
        listening.close();
        for (Socket socket : sockets) {
            socket.close();
        }
        threads.shutdownNow();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                connections.incrementAndGet();
                Socket server = new Socket();
                sockets.add(client);
                sockets.add(server);
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort), 5000);
                threads.execute(() -> forward(client, server));
                threads.execute(() -> spoil(server, client));
            } catch (IOException e) {
                // The proxy or the server is closed; the client's connection ends with the proxy.
            }
        }
    }

    private void forward(Socket client, Socket server) {
        try (client;
                server) {
            InputStream from = client.getInputStream();
            from.transferTo(server.getOutputStream());
        } catch (IOException e) {
            // One side closed; the other is closed here too.
        }
    }

    private void spoil(Socket server, Socket client) {
        try (server;
                client) {
            new Answer(server.getInputStream(), client).run();
        } catch (IOException e) {
            // One side closed; the other is closed here too.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Answer {
        private final InputStream from;
        private final Socket client;
        private final byte[] buffer = new byte[16 * 1024];
        private Fault current = NONE;
        private long passed;

        Answer(InputStream from, Socket client) {
            this.from = from;
            this.client = client;
        }

        void run() throws IOException, InterruptedException {
            OutputStream to = client.getOutputStream();
            int read = from.read(buffer);
            while (read >= 0) {
                bytes.addAndGet(read);
                if (current != fault) {
                    current = fault;
                    passed = 0;
                }
                if (!pass(to, read)) {
                    return;
                }
                read = from.read(buffer);
            }
        }

        private boolean pass(OutputStream to, int count) throws IOException, InterruptedException {
            if (current instanceof Fault.Delay delay) {
                pause(delay.each());
            } else if (current instanceof Fault.Trickle trickle) {
                return trickle(to, count, trickle);
            } else if (current instanceof Fault.Cut cut && passed + count >= cut.after() && due()) {
                to.write(buffer, 0, (int) (cut.after() - passed));
                return false;
            } else if (current instanceof Fault.Reset reset && passed + count >= reset.after() && due()) {
                to.write(buffer, 0, (int) (reset.after() - passed));
                client.setSoLinger(true, 0);
                return false;
            } else if (current instanceof Fault.Stall stall && passed + count >= stall.after() && due()) {
                to.write(buffer, 0, (int) (stall.after() - passed));
                pause(Duration.ofMinutes(5));
                return false;
            }
            to.write(buffer, 0, count);
            passed += count;
            return true;
        }

        private boolean due() {
            return remaining.getAndUpdate(times -> Math.max(0, times - 1)) > 0;
        }

        private boolean trickle(OutputStream to, int count, Fault.Trickle trickle)
                throws IOException, InterruptedException {
            int done = (int) Math.max(0, Math.min(count, trickle.after() - passed));
            to.write(buffer, 0, done);
            while (done < count) {
                pause(trickle.each());
                int piece = Math.min(trickle.bytes(), count - done);
                to.write(buffer, done, piece);
                done += piece;
            }
            passed += count;
            return true;
        }

        /** Waits until the time has passed or the proxy is closed. */
        private void pause(Duration time) throws InterruptedException, IOException {
            if (closed.await(time.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("the proxy was closed");
            }
        }
    }
}
