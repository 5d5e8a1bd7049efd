package io.litedrill.storage;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.S3ProxyConstants;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.BlobStore;
import org.gaul.s3proxy.middleware.Middlewares;
import org.gaul.s3proxy.nio2blob.FilesystemNio2BlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * A real S3 server on 127.0.0.1 that checks signatures. Its start takes about a second: share one in a test class.
 */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "LITEDRILLTESTKEY";
    private static final String SECRET_KEY = "litedrill-test-secret-0123456789abcdef";

    /**
     * The only bucket that accepts keys beginning with a slash, which Litestream 0.5 writes with an empty path. The
     * server stores keys as paths and refuses such keys in other buckets; in this one it prepends a letter to each
     * key.
     */
    public static final String ROOTED = "rooted";

    private final BlobStore blobs;
    private final S3Proxy server;

    private S3Server(BlobStore backend) {
        this.blobs = rooted(backend);
        this.server = S3Proxy.builder()
                .blobStore(blobs)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.AWS_V4, ACCESS_KEY, SECRET_KEY)
                .ignoreUnknownHeaders(true)
                .build();
        try {
            server.start();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server of the tests did not start", e);
        }
    }

    private static BlobStore rooted(BlobStore backend) {
        Properties properties = new Properties();
        properties.setProperty(S3ProxyConstants.PROPERTY_PREFIX_BLOBSTORE + "." + ROOTED, "k");
        try {
            return Middlewares.wrap(backend, properties, unused -> backend);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts a server that stores its objects in memory. */
    public static S3Server inMemory() {
        return new S3Server(new TransientNio2BlobStore());
    }

    /** Starts a server that stores its objects in a folder, for objects that are too large for memory. */
    public static S3Server inFolder(Path folder) {
        return new S3Server(new FilesystemNio2BlobStore(folder.toString()));
    }

    /** Returns its address: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** Returns its port. */
    public int port() {
        return server.getPort();
    }

    /** Returns the only valid access key id. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** Returns the secret of that key. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /** Returns the settings for one of its buckets. */
    public S3Settings settings(String bucket) {
        return settings(bucket, endpoint());
    }

    /** Returns the settings for one of its buckets through another address, such as that of a {@link FaultProxy}. */
    public S3Settings settings(String bucket, URI endpoint) {
        return new S3Settings(bucket, S3Endpoint.at(endpoint), Optional.of(new S3Credentials(ACCESS_KEY, SECRET_KEY)));
    }

    /** Creates a bucket if it does not exist. */
    public void createBucket(String bucket) {
        if (!blobs.containerExists(bucket)) {
            blobs.createContainer(bucket);
        }
    }

    /** Writes an object, and replaces an existing one. */
    public void put(String bucket, String key, byte[] content) {
        PutObjectRequest request = PutObjectRequest.builder()
                .bucket(bucket)
                .key(key)
                .contentLength((long) content.length)
                .build();
        blobs.putBlob(request, new ByteArrayInputStream(content));
    }

    /** Reads an object. */
    public byte[] get(String bucket, String key) {
        try (ResponseInputStream<GetObjectResponse> body = blobs.getBlob(bucket, key)) {
            return body.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Deletes an object if it exists. */
    public void delete(String bucket, String key) {
        blobs.removeBlob(bucket, key);
    }

    /** Returns the keys of a bucket with a prefix, in order, at most 1000. */
    public List<String> keys(String bucket, String prefix) {
        ListObjectsV2Response page = blobs.list(ListObjectsV2Request.builder()
                .bucket(bucket)
                .prefix(prefix)
                .maxKeys(1000)
                .build());
        return page.contents().stream().map(S3Object::key).toList();
    }

    @Override
    public void close() {
        try {
            server.stop();
        } catch (Exception e) {
            throw new IllegalStateException("the S3 server of the tests did not stop", e);
        } finally {
            blobs.close();
        }
    }
}
