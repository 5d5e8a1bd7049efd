package io.litedrill.storage;

import java.net.URI;
import java.util.Optional;

/**
 * Which S3 server, and how to talk to it.
 *
 * @param address {@code http} or {@code https}, host, and perhaps a port and a path; empty for Amazon's own
 * @param region what requests are signed for; empty means {@code us-east-1} at an address, and the bucket's own region at Amazon
 * @param forcePathStyle whether the bucket is sent in the path rather than in the host name
 * @param skipVerify whether any certificate is believed. Only where the owner's own configuration says so
 */
public record S3Endpoint(Optional<URI> address, Optional<String> region, boolean forcePathStyle, boolean skipVerify) {
    /** Amazon S3; the bucket's region is found out. */
    public static final S3Endpoint AMAZON = new S3Endpoint(Optional.empty(), Optional.empty(), false, false);

    /** Refuses an address that cannot be one, or that carries credentials or a query. */
    public S3Endpoint {
        address.ifPresent(S3Endpoint::require);
    }

    /** A server at an address, with the bucket in the path. */
    public static S3Endpoint at(URI address) {
        return new S3Endpoint(Optional.of(address), Optional.empty(), true, false);
    }

    private static void require(URI address) {
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        // The message does not repeat the address: what does not belong in it may be a secret.
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException("S3 endpoint: must be http://HOST or https://HOST");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("S3 endpoint: must hold no user, query or fragment");
        }
    }
}
