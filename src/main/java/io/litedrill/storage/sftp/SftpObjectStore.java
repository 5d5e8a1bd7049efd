package io.litedrill.storage.sftp;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.FolderReader;
import io.litedrill.storage.FolderTree;
import io.litedrill.storage.Folders;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.ProgressWatch;
import io.litedrill.storage.RangeBody;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.sshd.sftp.client.SftpClient;

/** Reads the files of an account on an SFTP server. Links are followed. Times are whole seconds. */
public final class SftpObjectStore implements ObjectStore {
    private static final String STORE = "an SFTP server";

    private final SftpSettings settings;
    private final SftpConnections connections;
    private final ProgressWatch watch;
    private final SftpErrors errors;
    private final StorageListener listener;
    private final boolean view;

    /**
     * Creates a store. Does not connect yet.
     *
     * @param listener receives one LIST for each folder, and one GET for each opened file
     */
    public SftpObjectStore(SftpSettings settings, Timeouts patience, StorageListener listener) {
        this.settings = settings;
        this.connections = new SftpConnections(settings, patience);
        this.watch = new ProgressWatch(patience, System::nanoTime);
        this.errors = new SftpErrors(settings);
        this.listener = listener;
        this.view = false;
    }

    private SftpObjectStore(SftpObjectStore shared, StorageListener listener) {
        this.settings = shared.settings;
        this.connections = shared.connections;
        this.watch = shared.watch;
        this.errors = shared.errors;
        this.listener = listener;
        this.view = true;
    }

    @Override
    public String locate(String key) {
        return settings.locate(key);
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new SftpObjectStore(this, listener.and(other));
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        tree().list(prefix, after, visitor);
    }

    @Override
    public Folders folders(String prefix) throws StorageException {
        return tree().folders(prefix);
    }

    private FolderTree tree() {
        return new FolderTree(STORE, this::locate, this::folder);
    }

    private Optional<List<FolderReader.Entry>> folder(String key) throws StorageException {
        boolean successful = false;
        try {
            ConnectionErrors.requireRunning(locate(key));
            Optional<List<FolderReader.Entry>> entries = read(key);
            successful = true;
            return entries;
        } catch (IOException e) {
            throw errors.explain(e, locate(key));
        } finally {
            listener.request(Operation.LIST, successful);
        }
    }

    @SuppressWarnings("try") // closing the limit is its only use
    private Optional<List<FolderReader.Entry>> read(String key) throws IOException {
        SftpClient connection = connections.take();
        boolean usable = false;
        try (AutoCloseable limit = watch.deadline(() -> SftpConnections.end(connection))) {
            Optional<List<FolderReader.Entry>> entries = new SftpFolder(settings, connection, key).entries();
            usable = true;
            return entries;
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw new IOException(e);
        } finally {
            settle(connection, usable);
        }
    }

    private void settle(SftpClient connection, boolean usable) {
        if (usable) {
            connections.giveBack(connection);
        } else {
            connections.discard(connection);
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        return new RangeBody(new SftpSource(key, settings, connections, watch, errors, listener), offset, length);
    }

    @Override
    public void close() {
        if (!view) {
            watch.close();
            connections.close();
        }
    }
}
