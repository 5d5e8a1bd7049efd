package io.litedrill.storage.gcs;

import java.net.URI;
import java.util.Optional;

/**
 * The settings of one bucket of Google Cloud Storage.
 *
 * @param bucket its name
 * @param emulator the address of a server that needs no credentials; empty for Google's own
 */
public record GcsSettings(String bucket, Optional<URI> emulator) {
    /** Returns the address of the server, for messages. */
    String server() {
        return emulator.map(URI::toString).orElse("Google Cloud Storage");
    }
}
