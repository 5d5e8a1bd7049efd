package io.litedrill.storage;

import java.net.URI;
import java.util.Optional;

/**
 * The address of an S3 server and its connection settings.
 *
 * @param address {@code http} or {@code https}, host, and optionally a port and a path; empty for Amazon's own
 * @param region the region in request signatures; empty means {@code us-east-1} with an address, and the bucket's own
 *     region at Amazon
 * @param forcePathStyle whether the bucket is sent in the path rather than in the host name
 * @param skipVerify whether any certificate is accepted. Only when the owner's own configuration says so
 */
public record S3Endpoint(Optional<URI> address, Optional<String> region, boolean forcePathStyle, boolean skipVerify) {
    /** Amazon S3; the bucket's region is detected. */
    public static final S3Endpoint AMAZON = new S3Endpoint(Optional.empty(), Optional.empty(), false, false);

    /** Rejects an invalid address, and an address with credentials or a query. */
    public S3Endpoint {
        address.ifPresent(S3Endpoint::require);
    }

    /** Returns the endpoint of a server at an address, with the bucket in the path. */
    public static S3Endpoint at(URI address) {
        return new S3Endpoint(Optional.of(address), Optional.empty(), true, false);
    }

    private static void require(URI address) {
        boolean web = "http".equalsIgnoreCase(address.getScheme()) || "https".equalsIgnoreCase(address.getScheme());
        // The message does not contain the address: an invalid part may be a secret.
        if (!web || address.getHost() == null) {
            throw new IllegalArgumentException("S3 endpoint: must be http://HOST or https://HOST");
        }
        if (address.getRawUserInfo() != null || address.getRawQuery() != null || address.getRawFragment() != null) {
            throw new IllegalArgumentException("S3 endpoint: must hold no user, query or fragment");
        }
    }
}
