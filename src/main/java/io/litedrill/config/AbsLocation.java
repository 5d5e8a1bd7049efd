package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.abs.AbsObjectStore;
import io.litedrill.storage.abs.AbsSettings;
import io.litedrill.storage.abs.AbsSettings.Login;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates a replica in a container of Azure Blob Storage.
 *
 * @param root the path, cleaned as Litestream cleans it; may be empty
 */
record AbsLocation(AbsSettings settings, String root) implements ReadableLocation {
    @Override
    public String address() {
        return settings.locate(root).replaceFirst("/$", "");
    }

    @Override
    public Object store() {
        return settings;
    }

    @Override
    public Object place() {
        return List.of("abs", settings.account(), settings.endpoint(), settings.container(), root);
    }

    @Override
    public ReadableLocation below(String relative) {
        return new AbsLocation(settings, GoPaths.below(root, relative));
    }

    @Override
    public ObjectStore open(StorageListener listener) {
        return new AbsObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    @Override
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", ReplicaType.ABS.type());
        keys.put("account_name", Optional.of(settings.account()).filter(text -> !text.isEmpty()));
        keys.put("bucket", settings.container());
        keys.put("path", Optional.of(root).filter(text -> !text.isEmpty()));
        keys.put("endpoint", settings.endpoint());
        keys.put("account_key", settings.login() instanceof Login.Key ? Optional.of(Secret.HIDDEN) : Optional.empty());
        keys.put("sas_token", settings.login() instanceof Login.Sas ? Optional.of(Secret.HIDDEN) : Optional.empty());
        return keys;
    }
}
