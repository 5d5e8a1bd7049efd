package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.Part;
import io.litedrill.storage.ProgressWatch;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import java.io.IOException;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;
import org.apache.sshd.sftp.client.SftpClient.Attributes;
import org.apache.sshd.sftp.client.SftpClient.CloseableHandle;
import org.apache.sshd.sftp.client.SftpClient.OpenMode;

/** Opens one file of an SFTP server, as often as needed. Its size and time are its version. */
record SftpSource(
        String key,
        SftpSettings settings,
        SftpConnections connections,
        ProgressWatch watch,
        SftpErrors sftpErrors,
        StorageListener listener)
        implements RangeSource {
    @Override
    public Part get(long first, long end, Optional<String> version) throws StorageException {
        boolean successful = false;
        try {
            ConnectionErrors.requireRunning(place());
            Part part = opened(first, end);
            successful = true;
            return part;
        } catch (IOException e) {
            throw sftpErrors.explain(e, place());
        } finally {
            listener.request(Operation.GET, successful);
        }
    }

    @SuppressWarnings("try") // closing the limit is its only use
    private Part opened(long first, long end) throws IOException {
        SftpClient connection = connections.take();
        Optional<Part> part = Optional.empty();
        boolean missing = false;
        try (AutoCloseable limit = watch.deadline(() -> SftpConnections.end(connection))) {
            CloseableHandle handle = connection.open(settings.path(key), OpenMode.Read);
            part = Optional.of(part(connection, handle, first, end));
            return part.get();
        } catch (IOException e) {
            missing = SftpErrors.isMissing(e);
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            if (part.isEmpty() && missing) {
                connections.giveBack(connection);
            } else if (part.isEmpty()) {
                connections.discard(connection);
            }
        }
    }

    private Part part(SftpClient connection, CloseableHandle handle, long first, long end) throws IOException {
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

    @Override
    public ConnectionErrors errors() {
        return sftpErrors.connection();
    }
}
