package io.litedrill.app;

import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ReplicaLocation.Credentials;
import io.litedrill.config.ReplicaLocation.FileLocation;
import io.litedrill.config.ReplicaLocation.S3Location;
import io.litedrill.replica.Replica;
import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3Endpoint;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Settings;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Holds the stores of the replicas, one for each bucket (with its endpoint and keys) and folder. Opens a store when it
 * is first used.
 */
public final class Stores implements AutoCloseable {
    private final StorageListener listener;
    private final Map<Object, ObjectStore> open = new HashMap<>();

    public Stores(StorageListener listener) {
        this.listener = listener;
    }

    /**
     * Returns a replica in a folder. The store is rooted at the parent folder, so that a missing replica is reported as
     * empty and a missing volume as unreachable.
     */
    public Replica replica(FileLocation location) {
        Path folder = location.folder();
        Path above = Optional.ofNullable(folder.getParent()).orElse(folder);
        String root = folder.equals(above) ? "" : String.valueOf(folder.getFileName());
        return new Replica(open.computeIfAbsent(above, key -> new FileObjectStore(above, listener)), root);
    }

    /**
     * Returns a replica in a bucket. Keeps the path as given, including slashes at its ends: Litestream 0.5 appends
     * {@code /} and the level to any path.
     */
    public Replica replica(S3Location location) {
        S3Settings settings = settings(location);
        ObjectStore store =
                open.computeIfAbsent(settings, key -> new S3ObjectStore(settings, Timeouts.DEFAULT, listener));
        return new Replica(store, location.path());
    }

    /**
     * Returns the address of a replica as its store formats it; empty for a type without a store. Sends no request to
     * the store.
     */
    public Stream<String> address(ReplicaLocation location) {
        if (location instanceof FileLocation file) {
            return Stream.of(replica(file).location());
        }
        return location instanceof S3Location s3 ? Stream.of(s3.address()) : Stream.of();
    }

    private static S3Settings settings(S3Location location) {
        S3Endpoint endpoint = new S3Endpoint(
                location.endpoint().uri(),
                location.endpoint().region(),
                location.endpoint().forcePathStyle(),
                location.endpoint().skipVerify());
        return new S3Settings(
                location.bucket(), endpoint, location.credentials().map(Stores::credentials));
    }

    private static S3Credentials credentials(Credentials credentials) {
        return new S3Credentials(
                credentials.accessKeyId().value(),
                credentials.secretAccessKey().value(),
                credentials.sessionToken().map(secret -> secret.value()));
    }

    @Override
    public void close() {
        open.values().forEach(ObjectStore::close);
        open.clear();
    }
}
