package io.litedrill.config;

import io.litedrill.storage.S3Credentials;
import io.litedrill.storage.S3Endpoint;
import io.litedrill.storage.S3Settings;
import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Locates replicas in buckets of Alibaba Cloud Object Storage Service, which has an interface like that of S3. */
final class OssReplicas {
    private static final String REGION = "cn-hangzhou";
    private static final Pattern HOST = Pattern.compile("(?:([^.]+)\\.)?oss-([^.]+?)(?:-internal)?\\.aliyuncs\\.com");
    /** Such a host cannot have the name of the bucket in front of it. */
    private static final Pattern ADDRESS = Pattern.compile("[0-9.]+|\\[.*\\]");

    /**
     * Holds the parts of the host of a URL.
     *
     * @param region empty when the host has none
     */
    private record Host(String bucket, String region) {
        static Host parse(String host) {
            Matcher matcher = HOST.matcher(host);
            return matcher.matches()
                    ? new Host(Optional.ofNullable(matcher.group(1)).orElse(""), matcher.group(2))
                    : new Host(host, "");
        }
    }

    private OssReplicas() {}

    static ReplicaLocation locate(ReplicaSource source) {
        ReplicaFields fields = source.fields();
        Host host = Host.parse(source.url().map(ReplicaUrl::host).orElse(""));
        String bucket = fields.has("bucket") ? fields.text("bucket") : host.bucket;
        Optional<String> unset = fields.unsetReason("bucket", "endpoint", "region", "url");
        if (bucket.isEmpty() || unset.isPresent()) {
            return source.unreadable(
                    unset.orElse(fields.where() + ".bucket: the bucket of a replica of type oss is needed"));
        }
        String region = fields.has("region") ? fields.text("region") : host.region.isEmpty() ? REGION : host.region;
        String text = fields.has("endpoint") ? fields.text("endpoint") : "oss-" + region + ".aliyuncs.com";
        Optional<S3Endpoint> endpoint = WebAddress.parse(text, "https://").map(address -> endpoint(address, region));
        if (endpoint.isEmpty()) {
            return source.elsewhere(
                    fields.where() + ".endpoint: must be http://HOST or https://HOST, without user and query");
        }
        Optional<S3Credentials> credentials = credentials(fields, source.environment());
        if (credentials.isEmpty()) {
            return source.unreadable(fields.where() + ".access-key-id: this and secret-access-key are needed, or"
                    + " OSS_ACCESS_KEY_ID and OSS_ACCESS_KEY_SECRET");
        }
        Optional<Path> authorities =
                source.environment().nonEmpty(S3Replicas.AUTHORITIES).map(Path::of);
        return new OssLocation(
                new S3Settings(bucket, endpoint.get(), credentials, authorities, "oss"), path(fields, source.url()));
    }

    private static S3Endpoint endpoint(URI address, String region) {
        boolean inPath = ADDRESS.matcher(address.getHost()).matches();
        return new S3Endpoint(Optional.of(address), Optional.of(region), inPath, false);
    }

    private static String path(ReplicaFields fields, Optional<ReplicaUrl> url) {
        return fields.has("path")
                ? fields.text("path")
                : url.map(each -> GoPaths.clean(each.path()).replaceFirst("^/", ""))
                        .orElse("");
    }

    /** Returns both keys of the file, or those of the environment, as Alibaba's library does. */
    private static Optional<S3Credentials> credentials(ReplicaFields fields, Environment environment) {
        if (fields.has("access-key-id") && fields.has("secret-access-key")) {
            return Optional.of(new S3Credentials(fields.text("access-key-id"), fields.text("secret-access-key")));
        }
        Optional<String> id = environment.nonEmpty("OSS_ACCESS_KEY_ID");
        Optional<String> secret = environment.nonEmpty("OSS_ACCESS_KEY_SECRET");
        return id.flatMap(
                name -> secret.map(word -> new S3Credentials(name, word, environment.nonEmpty("OSS_SESSION_TOKEN"))));
    }
}
