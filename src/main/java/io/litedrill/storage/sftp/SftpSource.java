package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionPool;
import io.litedrill.storage.Part;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.Requests;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;

/** Opens one file of an SFTP server, as often as needed. Its size and time are its version. */
record SftpSource(
        String key, SftpSettings settings, ConnectionPool<SftpClient> connections, SftpErrors errors, Requests requests)
        implements RangeSource {
    @Override
    public Part get(long first, long end, Optional<String> version) throws StorageException {
        return requests.send(
                Operation.GET,
                place(),
                errors::explain,
                () -> connections.open(requests, connection -> part(connection, first, end)));
    }

    private Part part(SftpClient connection, long first, long end) throws IOException {
        CloseableHandle handle = connection.open(settings.path(key), OpenMode.Read);
        Attributes attributes = connection.stat(handle);
        String now = attributes.getSize() + " bytes of " + attributes.getModifyTime();
        long last = Math.min(end, attributes.getSize());
        SftpBody body = new SftpBody(connections, connection, handle, first, last);
        return new Part(body, body::abort, first, last, Optional.of(now));
    }

    @Override
    public String place() {
        return settings.locate(key);
    }
}
