package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.S3ObjectStore;
import io.litedrill.storage.S3Settings;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates a replica in a bucket of Alibaba Cloud Object Storage Service.
 *
 * @param root the path as Litestream receives it, including slashes at its ends; may be empty
 */
record OssLocation(S3Settings settings, String root) implements ReadableLocation {
    @Override
    public String address() {
        return "oss://" + settings.bucket() + (root.isEmpty() ? "" : "/" + root);
    }

    @Override
    public Object store() {
        return settings;
    }

    @Override
    public Object place() {
        return List.of(
                "oss",
                settings.bucket(),
                GoPaths.join("", root),
                settings.endpoint().address());
    }

    @Override
    public ReadableLocation below(String relative) {
        return new OssLocation(settings, GoPaths.below(root, relative));
    }

    @Override
    public ObjectStore open(StorageListener listener) {
        return new S3ObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    @Override
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", ReplicaType.OSS.type());
        keys.put("bucket", settings.bucket());
        keys.put("path", Optional.of(root).filter(text -> !text.isEmpty()));
        keys.put("endpoint", settings.endpoint().address());
        keys.put("region", settings.endpoint().region());
        keys.put("access_key_id", Secret.HIDDEN);
        keys.put("secret_access_key", Secret.HIDDEN);
        return keys;
    }
}
