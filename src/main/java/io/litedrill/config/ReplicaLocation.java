package io.litedrill.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/** Where a replica is. */
public sealed interface ReplicaLocation {
    /** The address for people, without secrets. */
    String address();

    /**
     * In a bucket of S3 or of a store that speaks its language.
     *
     * @param bucket not empty; may be the ARN of an access point
     * @param path as Litestream got it: slashes in front or at the end are part of the keys that 0.5 writes; may be empty
     * @param credentials who asks; empty for the AWS SDK's own chain
     */
    record S3Location(String bucket, String path, Optional<Credentials> credentials, Endpoint endpoint)
            implements ReplicaLocation {
        @Override
        public String address() {
            return "s3://" + bucket + (path.isEmpty() ? "" : "/" + path);
        }
    }

    /**
     * Which server, and how to talk to it.
     *
     * @param uri {@code http} or {@code https}; empty for Amazon's own
     * @param region empty: the bucket's own at Amazon, {@code us-east-1} elsewhere
     * @param forcePathStyle whether the bucket goes in the path rather than in the host name
     * @param skipVerify whether any certificate is believed
     */
    record Endpoint(Optional<URI> uri, Optional<String> region, boolean forcePathStyle, boolean skipVerify) {}

    /**
     * Keys of an S3 store.
     *
     * @param sessionToken for temporary keys
     */
    record Credentials(Secret accessKeyId, Secret secretAccessKey, Optional<Secret> sessionToken) {}

    /**
     * In a folder.
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
     * Of a type that this version cannot read.
     *
     * @param type as Litestream names it
     */
    record Unsupported(String type, String address) implements ReplicaLocation {}

    /**
     * Set wrongly, in a way that leaves the others alone.
     *
     * @param reason where and why, for people, without secrets
     */
    record Unreadable(String address, String reason) implements ReplicaLocation {}
}
