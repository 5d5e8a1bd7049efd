package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionPool;
import java.io.FilterInputStream;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.impl.AbstractSftpClient;
import org.apache.sshd.sftp.client.impl.SftpInputStreamAsync;

/** Reads a range of a file, with several requests on their way, and returns its connection. */
final class SftpBody extends FilterInputStream {
    private static final int REQUEST = 32 * 1024;

    private final ConnectionPool<SftpClient> connections;
    private final SftpClient connection;
    private final AtomicBoolean returned = new AtomicBoolean();

    SftpBody(
            ConnectionPool<SftpClient> connections, SftpClient connection, CloseableHandle handle, long first, long end)
            throws IOException {
        super(new SftpInputStreamAsync((AbstractSftpClient) connection, REQUEST, first, end, "", handle));
        this.connections = connections;
        this.connection = connection;
    }

    /** Closes the file. All answers have arrived, so the connection can be used again. */
    @Override
    public void close() throws IOException {
        if (returned.compareAndSet(false, true)) {
            boolean closed = false;
            try {
                in.close();
                closed = true;
            } finally {
                if (closed) {
                    connections.giveBack(connection);
                } else {
                    connections.discard(connection);
                }
            }
        }
    }

    /** Ends the connection, with the answers that are on their way. */
    void abort() {
        if (returned.compareAndSet(false, true)) {
            connections.discard(connection);
        }
    }
}
