package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.sftp.SftpObjectStore;
import io.litedrill.storage.sftp.SftpSettings;
import io.litedrill.storage.sftp.SftpSettings.HostKey;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates a replica on an SFTP server.
 *
 * @param root the path below the folder of the settings, cleaned; may be empty
 */
record SftpLocation(SftpSettings settings, String root) implements ReadableLocation {
    @Override
    public String address() {
        return settings.locate(root);
    }

    @Override
    public Object store() {
        return settings;
    }

    @Override
    public Object place() {
        // a folder of a login is that of its user
        String owner = settings.folder().isEmpty() ? settings.user() : "";
        return List.of("sftp", settings.host(), settings.port(), owner, root);
    }

    @Override
    public ReadableLocation below(String relative) {
        return new SftpLocation(settings, GoPaths.below(root, relative));
    }

    @Override
    public ObjectStore open(StorageListener listener) {
        return new SftpObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    @Override
    public Optional<String> caution() {
        return settings.hostKey() instanceof HostKey.Any
                ? Optional.of(
                        "the key of the server of " + address() + " is not verified, so another server could answer in"
                                + " its place. Set host_key (host-key in"
                                + " litestream.yml) to its public key, or known_hosts")
                : Optional.empty();
    }

    @Override
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", ReplicaType.SFTP.type());
        keys.put(
                "host",
                settings.host().contains(":")
                        ? "[" + settings.host() + "]:" + settings.port()
                        : settings.host() + ":" + settings.port());
        keys.put("user", settings.user());
        keys.put("password", settings.password().map(secret -> Secret.HIDDEN));
        keys.put("path", settings.folder() + root);
        keys.put("key_path", settings.keyFile());
        keys.put(
                "host_key",
                settings.hostKey() instanceof HostKey.Fixed key ? Optional.of(key.line()) : Optional.empty());
        keys.put(
                "known_hosts",
                settings.hostKey() instanceof HostKey.Known known ? Optional.of(known.file()) : Optional.empty());
        return keys;
    }
}
