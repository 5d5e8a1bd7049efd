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

/** A real S3 server on 127.0.0.1 that checks signatures. It takes about a second to start: share one in a test class. */
public final class S3Server implements AutoCloseable {
    private static final String ACCESS_KEY = "LITEDRILLTESTKEY";
    private static final String SECRET_KEY = "litedrill-test-secret-0123456789abcdef";

    /**
     * The one bucket that takes keys beginning with a slash, as Litestream 0.5 writes with an empty path. The server keeps keys as
     * paths and refuses those elsewhere, so here it puts a letter in front of each key.
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

    /** Starts a server that keeps its objects in memory. */
    public static S3Server inMemory() {
        return new S3Server(new TransientNio2BlobStore());
    }

    /** Starts a server that keeps its objects in a folder; for what is too large for memory. */
    public static S3Server inFolder(Path folder) {
        return new S3Server(new FilesystemNio2BlobStore(folder.toString()));
    }

    /** Where it listens: {@code http://127.0.0.1:PORT}. */
    public URI endpoint() {
        return URI.create("http://127.0.0.1:" + port());
    }

    /** The port that it listens on. */
    public int port() {
        return server.getPort();
    }

    /** The one access key id that it knows. */
    public String accessKey() {
        return ACCESS_KEY;
    }

    /** The secret of that key. */
    public String secretKey() {
        return SECRET_KEY;
    }

    /** What a store needs to read one of its buckets. */
    public S3Settings settings(String bucket) {
        return settings(bucket, endpoint());
    }

    /** What a store needs to read one of its buckets through another address, as that of a {@link FaultProxy}. */
    public S3Settings settings(String bucket, URI endpoint) {
        return new S3Settings(bucket, S3Endpoint.at(endpoint), Optional.of(new S3Credentials(ACCESS_KEY, SECRET_KEY)));
    }

    /** Creates a bucket; one that is there already is left as it is. */
    public void createBucket(String bucket) {
        if (!blobs.containerExists(bucket)) {
            blobs.createContainer(bucket);
        }
    }

    /** Writes an object, over an older one too. */
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

    /** Deletes an object; one that is not there is no error. */
    public void delete(String bucket, String key) {
        blobs.removeBlob(bucket, key);
    }

    /** The keys of a bucket under a prefix, in their order, 1000 at most. */
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
