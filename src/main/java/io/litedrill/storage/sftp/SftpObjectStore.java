package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.ConnectionPool;
import io.litedrill.storage.FolderReader;
import io.litedrill.storage.FolderStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.Timeouts;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;

/** Reads the files of an account on an SFTP server. Links are followed. Times are whole seconds. */
public final class SftpObjectStore extends FolderStore {
    private static final String STORE = "an SFTP server";

    private final SftpSettings settings;
    private final ConnectionPool<SftpClient> connections;
    private final SftpErrors errors;

    /**
     * Creates a store. Does not connect yet.
     *
     * @param listener receives one LIST for each folder, and one GET for each opened file
     */
    public SftpObjectStore(SftpSettings settings, Timeouts patience, StorageListener listener) {
        this(settings, new ConnectionPool<>(new SftpConnector(settings, patience), patience), patience, listener);
    }

    private SftpObjectStore(
            SftpSettings settings,
            ConnectionPool<SftpClient> connections,
            Timeouts patience,
            StorageListener listener) {
        super(STORE, patience, listener, ConnectionPool.MOST, connections::close);
        this.settings = settings;
        this.connections = connections;
        this.errors = new SftpErrors(settings);
    }

    private SftpObjectStore(SftpObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.connections = shared.connections;
        this.errors = shared.errors;
    }

    @Override
    public String locate(String key) {
        return settings.locate(key);
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new SftpObjectStore(this, other);
    }

    @Override
    protected Optional<List<FolderReader.Entry>> folder(String key) throws StorageException {
        return requests()
                .send(
                        Operation.LIST,
                        locate(key),
                        errors::explain,
                        () -> connections.use(
                                requests(), connection -> new SftpFolder(settings, connection, key).entries()));
    }

    @Override
    protected ConnectionErrors errors() {
        return errors.connection();
    }

    @Override
    protected RangeSource source(String key) {
        return new SftpSource(key, settings, connections, errors, requests());
    }
}
