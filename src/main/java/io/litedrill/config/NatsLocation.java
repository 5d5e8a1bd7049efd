package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.ReadableLocation;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.Timeouts;
import io.litedrill.storage.nats.NatsObjectStore;
import io.litedrill.storage.nats.NatsSettings;
import io.litedrill.storage.nats.NatsSettings.ClientFiles;
import io.litedrill.storage.nats.NatsSettings.Login;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Locates a replica in an object store of NATS.
 *
 * @param root the path; empty for the replicas of Litestream, which are whole buckets
 * @param ignoredPath the configured path, which Litestream does not use for this type; may be empty
 */
record NatsLocation(NatsSettings settings, String root, String ignoredPath) implements ReadableLocation {
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
        return List.of("nats", settings.server(), settings.bucket(), root);
    }

    @Override
    public ObjectStore open(StorageListener listener) {
        return new NatsObjectStore(settings, Timeouts.DEFAULT, listener);
    }

    @Override
    public ReadableLocation below(String relative) {
        return new NatsLocation(settings, GoPaths.below(root, relative), ignoredPath);
    }

    @Override
    public Optional<String> caution() {
        return ignoredPath.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        "path of " + address() + " has no effect, because Litestream ignores it for the type nats."
                                + " Two databases need two buckets");
    }

    @Override
    public Map<String, Object> keys() {
        Map<String, Object> keys = new LinkedHashMap<>();
        keys.put("type", ReplicaType.NATS.type());
        keys.put("url", address());
        Login login = settings.login();
        Optional<String> hidden = Optional.of(Secret.HIDDEN);
        keys.put("jwt", login instanceof Login.Jwt ? hidden : Optional.empty());
        keys.put("seed", login instanceof Login.Jwt || login instanceof Login.Seed ? hidden : Optional.empty());
        keys.put("creds", login instanceof Login.Creds creds ? Optional.of(creds.file()) : Optional.empty());
        keys.put("nkey", login instanceof Login.Seed ? hidden : Optional.empty());
        keys.put("username", login instanceof Login.User user ? Optional.of(user.name()) : Optional.empty());
        keys.put("password", login instanceof Login.User ? hidden : Optional.empty());
        keys.put("token", login instanceof Login.Token ? hidden : Optional.empty());
        keys.put("tls", settings.tls().wanted());
        keys.put("root_cas", Optional.of(settings.tls().authorities()).filter(files -> !files.isEmpty()));
        keys.put("client_cert", settings.tls().client().map(ClientFiles::certificate));
        keys.put("client_key", settings.tls().client().map(ClientFiles::key));
        return keys;
    }
}
