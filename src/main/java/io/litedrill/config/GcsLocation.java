package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.gcs.GcsObjectStore;
import io.litedrill.storage.gcs.GcsSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates a replica in a bucket of Google Cloud Storage.
 *
 * @param root the path, cleaned as Litestream cleans it; may be empty
 */
record GcsLocation(GcsSettings settings, String root) implements ReadableLocation {
    @Override
    public String address() {
        return "gs://" + settings.bucket() + (root.isEmpty() ? "" : "/" + root);
    }

    @Override
    public Object store() {
        return settings;
    }

    @Override
    public Object place() {
        return List.of(settings, root);
    }

    @Override
    public ReadableLocation below(String relative) {
        return new GcsLocation(settings, GoPaths.below(root, relative));
    }

    @Override
    public ObjectStore open(StorageListener listener) {
        return new GcsObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    @Override
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", ReplicaType.GCS.type());
        keys.put("bucket", settings.bucket());
        keys.put("path", Optional.of(root).filter(text -> !text.isEmpty()));
        return keys;
    }
}
