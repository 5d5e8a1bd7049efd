package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionPool.Connector;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.sftp.SftpModuleProperties;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClientFactory;

/** Connects to an SFTP server. The client closes connections that are idle for long. */
final class SftpConnector implements Connector<SftpClient> {
    private final SftpSettings settings;
    private final Timeouts patience;
    private final SftpLogin login;
    private Optional<SshClient> client = Optional.empty();
    private boolean closed;

    SftpConnector(SftpSettings settings, Timeouts patience) {
        this.settings = settings;
        this.patience = patience;
        this.login = new SftpLogin(settings, patience);
    }

    @Override
    public String place() {
        return settings.locate("");
    }

    @Override
    public SftpClient connect() throws IOException {
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
            throw new StorageException(Kind.UNREACHABLE, place() + ": the store has been closed.");
        }
        if (client.isEmpty()) {
            SshClient fresh = login.client();
            fresh.start();
            client = Optional.of(fresh);
        }
        return client.orElseThrow();
    }

    @Override
    public boolean isOpen(SftpClient connection) {
        return connection.isOpen();
    }

    @Override
    public boolean isUsableAfter(Exception failure) {
        return SftpErrors.isMissing(failure);
    }

    @Override
    public void end(SftpClient connection) {
        connection.getClientSession().close(true);
    }

    @Override
    public synchronized void close() {
        closed = true;
        client.ifPresent(SshClient::stop);
        client = Optional.empty();
    }
}
