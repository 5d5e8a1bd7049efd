package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import io.litedrill.storage.StorageListener.Operation;
import java.io.UncheckedIOException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.Supplier;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.core.sync.ResponseTransformer;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.GetObjectRequest;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Request;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Reads a bucket of Amazon S3, or of an S3-compatible store. */
public final class S3ObjectStore extends NetworkStore {
    /** Maximum number of keys in a page of S3. */
    private static final int PAGE_SIZE = 1000;

    /** Without the SDK's limit for a body that is not read: it keeps each body in memory for a minute. */
    private static final ResponseTransformer<GetObjectResponse, ResponseInputStream<GetObjectResponse>> UNTIMED =
            ResponseTransformer.toInputStream(Duration.ZERO);

    private final S3Settings settings;
    private final S3Client client;
    private final S3Errors errors;
    private final int pageSize;
    private final ServerDate date;

    /**
     * Creates a store. Sends no request yet.
     *
     * @param listener receives one LIST for each page, and one GET for each requested range, including those that
     *     resume a broken stream; the SDK's own retries are part of the request
     */
    public S3ObjectStore(S3Settings settings, Timeouts patience, StorageListener listener) {
        this(S3Connection.to(settings, patience).build(), settings, patience, listener, PAGE_SIZE);
    }

    S3ObjectStore(S3Client client, S3Settings settings, Timeouts patience, StorageListener listener, int pageSize) {
        super(patience, listener, S3Connection.MOST_CONNECTIONS, client::close);
        this.settings = settings;
        this.client = client;
        this.errors = new S3Errors(settings);
        this.pageSize = pageSize;
        this.date = new ServerDate();
    }

    private S3ObjectStore(S3ObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.client = shared.client;
        this.errors = shared.errors;
        this.pageSize = shared.pageSize;
        this.date = shared.date;
    }

    @Override
    public String locate(String key) {
        return settings.scheme() + "://" + settings.bucket() + "/" + key;
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new S3ObjectStore(this, other);
    }

    @Override
    public Optional<StoredObject> first(String prefix) throws StorageException {
        FirstObject first = new FirstObject();
        list(prefix, "", 1, first);
        return first.found();
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        list(prefix, after, pageSize, visitor);
    }

    private void list(String prefix, String after, int keys, ObjectVisitor visitor) throws StorageException {
        S3Listing listing = new S3Listing(locate(prefix), prefix, after, visitor);
        Optional<String> token = Optional.empty();
        do {
            ListObjectsV2Request request = page(prefix, after, token, keys).build();
            ListObjectsV2Response page = ask(Operation.LIST, locate(prefix), () -> client.listObjectsV2(request));
            date(page.sdkHttpResponse()).ifPresent(sent -> date.latest = Optional.of(sent));
            token = listing.take(page);
        } while (token.isPresent());
    }

    @Override
    public Optional<Instant> date() {
        return date.latest;
    }

    private static Optional<Instant> date(SdkHttpResponse response) {
        try {
            return response.firstMatchingHeader("Date")
                    .map(text -> DateTimeFormatter.RFC_1123_DATE_TIME.parse(text, Instant::from));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    @Override
    public Folders folders(String prefix, int pages) throws StorageException {
        S3Folders folders = new S3Folders(locate(prefix), prefix, pages);
        Optional<String> token = Optional.empty();
        do {
            ListObjectsV2Request request =
                    page(prefix, "", token, pageSize).delimiter("/").build();
            token = folders.take(ask(Operation.LIST, locate(prefix), () -> client.listObjectsV2(request)));
        } while (token.isPresent());
        return folders.folders();
    }

    private ListObjectsV2Request.Builder page(String prefix, String after, Optional<String> token, int keys) {
        ListObjectsV2Request.Builder request =
                ListObjectsV2Request.builder().bucket(settings.bucket()).maxKeys(keys);
        if (!prefix.isEmpty()) {
            request.prefix(prefix);
        }
        if (token.isPresent()) {
            request.continuationToken(token.get());
        } else if (!after.isEmpty()) {
            request.startAfter(after);
        }
        return request;
    }

    private <T> T ask(Operation operation, String place, Supplier<T> request) throws StorageException {
        return requests().send(operation, place, this::explained, request::get);
    }

    private StorageException explained(Exception failure, String place) {
        if (failure instanceof SdkException || failure instanceof UncheckedIOException) {
            return errors.explain((RuntimeException) failure, place);
        }
        return ConnectionErrors.isClosed(failure)
                ? new StorageException(Kind.UNREACHABLE, place + ": the store has been closed.", failure)
                : errors.connection().unanswered(failure, place);
    }

    @Override
    protected ConnectionErrors errors() {
        return errors.connection();
    }

    @Override
    protected boolean limitsConnections() {
        return true;
    }

    @Override
    protected RangeSource source(String key) {
        return new Source(key);
    }

    private final class Source implements RangeSource {
        private final String key;

        private Source(String key) {
            this.key = key;
        }

        @Override
        public Part get(long first, long end, Optional<String> etag) throws StorageException {
            GetObjectRequest.Builder request = GetObjectRequest.builder()
                    .bucket(settings.bucket())
                    .key(key)
                    .range("bytes=" + first + "-" + (end - 1));
            etag.ifPresent(request::ifMatch);
            GetObjectRequest built = request.build();
            ResponseInputStream<GetObjectResponse> body =
                    ask(Operation.GET, place(), () -> client.getObject(built, UNTIMED));
            try {
                ContentRange range =
                        ContentRange.parse(Optional.ofNullable(body.response().contentRange()), place(), first);
                Optional<String> version = Optional.ofNullable(body.response().eTag());
                return new Part(new S3Stream(body), body::abort, range, version);
            } catch (StorageException e) {
                body.abort();
                throw e;
            }
        }

        @Override
        public String place() {
            return locate(key);
        }
    }

    /** The time in the store's last response; all views of a store share it. */
    private static final class ServerDate {
        private volatile Optional<Instant> latest = Optional.empty();
    }
}
