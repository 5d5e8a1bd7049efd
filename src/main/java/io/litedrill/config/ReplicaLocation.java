package io.litedrill.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Locates a replica. */
public sealed interface ReplicaLocation {
    /** Returns the address for messages, without secrets. */
    String address();

    /**
     * Locates a replica in a bucket of S3 or of a compatible store.
     *
     * @param bucket not empty; may be the ARN of an access point
     * @param path the path as Litestream receives it; leading and trailing slashes are part of the keys that 0.5
     *     writes; may be empty
     * @param credentials the keys; empty for the default chain of the AWS SDK
     */
    record S3Location(String bucket, String path, Optional<Credentials> credentials, Endpoint endpoint)
            implements ReplicaLocation {
        @Override
        public String address() {
            return "s3://" + bucket + (path.isEmpty() ? "" : "/" + path);
        }
    }

    /**
     * Holds the server of a bucket, and how to connect.
     *
     * @param uri {@code http} or {@code https}; empty for Amazon's endpoint
     * @param region the region; empty: the bucket's region at Amazon, {@code us-east-1} elsewhere
     * @param forcePathStyle whether the bucket is part of the path rather than of the host name
     * @param skipVerify whether certificates are accepted without verification
     */
    record Endpoint(Optional<URI> uri, Optional<String> region, boolean forcePathStyle, boolean skipVerify) {}

    /**
     * Holds the keys of an S3 store.
     *
     * @param sessionToken the token of temporary keys
     */
    record Credentials(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}

    /**
     * Locates a replica in a folder.
     *
     * @param folder absolute
     */
    record FileLocation(Path folder) implements ReplicaLocation {
        @Override
        public String address() {
            return "file://" + folder;
        }
    }

    /**
     * Holds a replica of a type that this version cannot read.
     *
     * @param type the type in Litestream's spelling
     */
    record Unsupported(String type, String address) implements ReplicaLocation {}

    /**
     * Holds a replica whose settings are invalid. Other replicas remain usable.
     *
     * @param reason the place and the cause, for messages, without secrets
     */
    record Unreadable(String address, String reason) implements ReplicaLocation {}
}
