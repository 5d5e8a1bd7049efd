package io.litedrill.config;

import io.litedrill.config.ReplicaLocation.Unreadable;
import java.util.Optional;

/**
 * Holds what determines the location of a replica.
 *
 * @param type the name of the type, as written or by default
 * @param fields the settings of the replica
 * @param environment the variables that stores take keys from
 * @param endpointOfUrls the endpoint of S3 URLs that have none
 */
record ReplicaSource(String type, ReplicaFields fields, Environment environment, Optional<String> endpointOfUrls) {
    /** Returns the parsed URL; empty when the replica has none, or an invalid one. */
    Optional<ReplicaUrl> url() {
        return ReplicaUrl.read(fields.text("url"));
    }

    /** Returns the address for messages, without secrets. */
    String address() {
        if (fields.has("url")) {
            String url = ReplicaUrl.withoutSecrets(fields.text("url"));
            String names = fields.unsetIn("url");
            boolean noHost = url.contains(":///") && !url.startsWith("file:");
            return names.isEmpty() || !noHost ? url : url.replace(":///", "://" + names + "/");
        }
        String host = shown("bucket") + shown("host");
        String path = shown("path");
        boolean noFolder = type.equals("file") && path.isEmpty(); // file:/// is the root of the machine
        // without a host, the first part of the path would be read as one
        String slash = host.isEmpty() && !path.startsWith("/") && !noFolder ? "/" : "";
        return type + "://" + slash + GoPaths.join(host, path);
    }

    /** Returns a setting, or the unset variables that made it empty. */
    private String shown(String key) {
        return fields.has(key) ? fields.text(key) : fields.unsetIn(key);
    }

    /**
     * Returns the path, from its key or from the URL, as Litestream joins it with the names of files: cleaned, and
     * without a slash at the start of that of a URL.
     */
    String joinedPath() {
        return GoPaths.clean(
                fields.has("path")
                        ? fields.text("path")
                        : url().map(each -> GoPaths.clean(each.path()).replaceFirst("^/", ""))
                                .orElse(""));
    }

    Unreadable unreadable(String reason) {
        return new Unreadable(address(), reason);
    }

    /**
     * Returns an unreadable location at an invalid server. Shows the server, because without it the address would be
     * one at the default server.
     */
    Unreadable elsewhere(String reason) {
        return new Unreadable(address() + "?endpoint=" + Secret.HIDDEN, reason);
    }
}
