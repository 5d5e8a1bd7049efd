package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.webdav.WebDavObjectStore;
import io.litedrill.storage.webdav.WebDavSettings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates a replica on a WebDAV server.
 *
 * @param root the path below the address, cleaned; may be empty
 */
record WebDavLocation(WebDavSettings settings, String root) implements ReadableLocation {
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
        return List.of("webdav", settings.address(), root);
    }

    @Override
    public ReadableLocation below(String relative) {
        return new WebDavLocation(settings, GoPaths.below(root, relative));
    }

    @Override
    public ObjectStore open(StorageListener listener) {
        return new WebDavObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    @Override
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", ReplicaType.WEBDAV.type());
        keys.put("webdav_url", settings.address());
        keys.put("path", Optional.of(root).filter(text -> !text.isEmpty()));
        keys.put("webdav_username", settings.login().map(WebDavSettings.Login::user));
        keys.put("webdav_password", settings.login().map(login -> Secret.HIDDEN));
        return keys;
    }
}
