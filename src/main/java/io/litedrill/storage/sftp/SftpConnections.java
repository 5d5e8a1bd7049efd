package io.litedrill.storage.sftp;

import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/**
 * Holds connections to an SFTP server. Each is used by one request or one body at a time, and again afterwards. The
 * client closes those that are idle for long.
 */
final class SftpConnections implements AutoCloseable {
    private static final int MOST = 8;

    private final SftpSettings settings;
    private final Timeouts patience;
    private final SftpLogin login;
    private final Semaphore places = new Semaphore(MOST);
    private final Deque<SftpClient> idle = new ArrayDeque<>();
    private Optional<SshClient> client = Optional.empty();
    private boolean closed;

    SftpConnections(SftpSettings settings, Timeouts patience) {
        this.settings = settings;
        this.patience = patience;
        this.login = new SftpLogin(settings, patience);
    }

    /** Takes a connection, which {@link #giveBack} or {@link #discard} must return. */
    SftpClient take() throws IOException {
        try {
            if (!places.tryAcquire(patience.call().toMillis(), TimeUnit.MILLISECONDS)) {
                throw new IOException("all " + MOST + " connections are in use");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
        boolean taken = false;
        try {
            Optional<SftpClient> known = known();
            SftpClient connection = known.isPresent() ? known.get() : connected();
            taken = true;
            return connection;
        } finally {
            if (!taken) {
                places.release();
            }
        }
    }

    private synchronized Optional<SftpClient> known() {
        while (!idle.isEmpty()) {
            SftpClient connection = idle.pop();
            if (connection.isOpen()) {
                return Optional.of(connection);
            }
        }
        return Optional.empty();
    }

    private SftpClient connected() throws IOException {
        ClientSession session = login.session(client());
        SftpModuleProperties.SFTP_CHANNEL_OPEN_TIMEOUT.set(session, patience.call());
        try {
            return SftpClientFactory.instance().createSftpClient(session);
        } catch (IOException | RuntimeException e) {
            session.close(true);
            throw e;
        }
    }

    private synchronized SshClient client() throws IOException {
        if (closed) {
            throw new StorageException(Kind.UNREACHABLE, settings.locate("") + ": the store has been closed.");
        }
        if (client.isEmpty()) {
            SshClient fresh = login.client();
            fresh.start();
            client = Optional.of(fresh);
        }
        return client.orElseThrow();
    }

    /** Returns a connection without a request that waits for an answer. */
    synchronized void giveBack(SftpClient connection) {
        places.release();
        if (closed) {
            end(connection);
        } else {
            idle.push(connection);
        }
    }

    /** Returns a connection that cannot be used again, and ends it. */
    void discard(SftpClient connection) {
        places.release();
        end(connection);
    }

    /** Ends a connection at once, so that no request on it waits any longer. */
    static void end(SftpClient connection) {
        connection.getClientSession().close(true);
    }

    @Override
    public synchronized void close() {
        closed = true;
        idle.forEach(SftpConnections::end);
        idle.clear();
        client.ifPresent(SshClient::stop);
        client = Optional.empty();
    }
}
