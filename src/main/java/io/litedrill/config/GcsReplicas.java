package io.litedrill.config;

import io.litedrill.storage.gcs.GcsSettings;
import java.net.URI;
import java.util.Optional;

/** Locates replicas in buckets of Google Cloud Storage. The credentials are Google's own, so no key names them. */
final class GcsReplicas {
    /** The variable with which all of Google's clients find an emulator. */
    private static final String EMULATOR = "STORAGE_EMULATOR_HOST";

    private GcsReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        String bucket = fields.has("bucket")
                ? fields.text("bucket")
                : source.url().map(ReplicaUrl::host).orElse("");
        Optional<String> unset = bucket.isEmpty() ? fields.unsetReason("bucket", "url") : fields.unsetReason("bucket");
        if (bucket.isEmpty() || unset.isPresent()) {
            return source.unreadable(unset.orElse(
                    fields.where() + ".bucket: the bucket of a replica of type " + source.type() + " is needed"));
        }
        Optional<String> emulator = source.environment().nonEmpty(EMULATOR);
        Optional<URI> address = emulator.flatMap(text -> WebAddress.parse(text, "http://"));
        if (emulator.isPresent() && address.isEmpty()) {
            return source.unreadable(EMULATOR + ": must be HOST:PORT");
        }
        return new GcsLocation(new GcsSettings(bucket, address), source.joinedPath());
    }
}
