package io.litedrill.config;

import io.litedrill.storage.FileObjectStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3Endpoint;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Settings;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StoreLibrary;
import io.litedrill.storage.Timeouts;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Locates a replica. */
public sealed interface ReplicaLocation {
    /** Returns the address for messages, without secrets. */
    String address();

    /** Locates a replica of a type that this version can read. Each such type has one implementation. */
    non-sealed interface ReadableLocation extends ReplicaLocation {
        /** Returns a value that is equal for all locations in one store. */
        Object store();

        /** Returns a value that is equal for locations of the same files, with any keys. */
        Object place();

        /** Opens the store. Sends no request yet. */
        ObjectStore open(StorageListener listener);

        /** Returns the path of the replica in its store. */
        String root();

        /**
         * Returns the location of a folder below this one.
         *
         * @param relative its path, without slashes at its ends; empty for this location
         */
        ReadableLocation below(String relative);

        /** Returns a warning about settings that are valid but weaker than they seem. */
        default Optional<String> caution() {
            return Optional.empty();
        }

        /** Returns the keys of litedrill.yml and their values, secrets hidden; a key without a value is empty. */
        Map<String, Object> keys();
    }

    /**
     * Locates a replica in a bucket of S3 or of a compatible store.
     *
     * @param settings the bucket, which may be the ARN of an access point; its server; the keys
     * @param path the path as Litestream receives it; leading and trailing slashes are part of the keys that 0.5
     *     writes; may be empty
     */
    record S3Location(S3Settings settings, String path) implements ReadableLocation {
        @Override
        public String address() {
            return "s3://" + settings.bucket() + (path.isEmpty() ? "" : "/" + path);
        }

        @Override
        public Object store() {
            return settings;
        }

        @Override
        public Object place() {
            return List.of(
                    settings.bucket(),
                    GoPaths.join("", path),
                    settings.endpoint().address());
        }

        @Override
        public ObjectStore open(StorageListener listener) {
            return new S3ObjectStore(settings, Timeouts.DEFAULT, listener);
        }

        @Override
        public ReadableLocation below(String relative) {
            return new S3Location(settings, GoPaths.below(path, relative));
        }

        /** Returns the path as given, including slashes at its ends: Litestream 0.5 appends a slash to any path. */
        @Override
        public String root() {
            return path;
        }

        @Override
        public Map<String, Object> keys() {
            S3Endpoint endpoint = settings.endpoint();
            Optional<String> hidden = settings.credentials().map(keys -> Secret.HIDDEN);
            Map<String, Object> keys = new LinkedHashMap<>();
            keys.put("type", ReplicaType.S3.type());
            keys.put("bucket", settings.bucket());
            keys.put("path", Optional.of(path).filter(text -> !text.isEmpty()));
            keys.put("endpoint", endpoint.address());
            keys.put("region", endpoint.region());
            keys.put("access_key_id", hidden);
            keys.put("secret_access_key", hidden);
            keys.put("force_path_style", endpoint.forcePathStyle());
            keys.put("skip_verify", endpoint.skipVerify());
            return keys;
        }
    }

    /**
     * Locates a replica in a folder.
     *
     * @param folder absolute
     * @param store the folder that must exist, so that a missing replica is reported as empty and a missing volume as
     *     unreachable: the parent folder, or the prefix below which the replica was found
     */
    record FileLocation(Path folder, Path store) implements ReadableLocation {
        /** Locates a replica whose parent folder must exist. */
        public FileLocation(Path folder) {
            this(folder, Optional.ofNullable(folder.getParent()).orElse(folder));
        }

        @Override
        public String address() {
            return "file://" + folder;
        }

        @Override
        public Object place() {
            return folder;
        }

        @Override
        public ObjectStore open(StorageListener listener) {
            return new FileObjectStore(store, listener);
        }

        @Override
        public ReadableLocation below(String relative) {
            return relative.isEmpty() ? this : new FileLocation(folder.resolve(relative), folder);
        }

        @Override
        public String root() {
            return store.relativize(folder).toString();
        }

        @Override
        public Map<String, Object> keys() {
            Map<String, Object> keys = new LinkedHashMap<>();
            keys.put("type", ReplicaType.FILE.type());
            keys.put("path", folder);
            return keys;
        }
    }

    /**
     * Holds a replica of a type whose libraries are not beside Litedrill's jar.
     *
     * @param type the type in Litestream's spelling
     */
    record LibraryMissing(String type, String address, StoreLibrary needed) implements ReplicaLocation {}

    /**
     * Stands for the replicas below a prefix that are not watched, because the prefix could not be searched.
     *
     * @param kind the kind of the failure
     * @param reason the failure, without secrets
     */
    record Unsearched(String address, StorageException.Kind kind, String reason) implements ReplicaLocation {}

    /**
     * Holds a replica that cannot be watched, because another one has the name that it would have.
     *
     * @param reason the names and places, for messages
     */
    record NameTaken(String address, String reason) implements ReplicaLocation {}

    /**
     * Holds a replica whose settings are invalid. Other replicas remain usable.
     *
     * @param reason the place and the cause, for messages, without secrets
     */
    record Unreadable(String address, String reason) implements ReplicaLocation {}
}
