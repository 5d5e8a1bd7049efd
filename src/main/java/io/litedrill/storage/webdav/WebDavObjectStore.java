package io.litedrill.storage.webdav;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.FolderReader;
import io.litedrill.storage.FolderStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.PageStream;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.xml.stream.XMLStreamException;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.StringEntity;
import org.apache.hc.core5.io.CloseMode;

/** Reads the files of a WebDAV server. Times are whole seconds. */
public final class WebDavObjectStore extends FolderStore {
    private static final String STORE = "a WebDAV server";
    private static final int MULTI_STATUS = 207;
    /** Apache calls the path of an entry of a file a bad request. */
    private static final Set<Integer> MISSING = Set.of(400, 404);

    private static final String PROPERTIES = "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop>"
            + "<resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>";

    /** 130,000 files, with 500 bytes for each. */
    private static final long MOST_BYTES = 64L << 20;

    private static final Duration FOREVER = Duration.ofDays(1);

    private final WebDavSettings settings;
    private final CloseableHttpClient client;
    private final WebDavErrors errors;

    /**
     * Creates a store. Sends no request yet.
     *
     * @param listener receives one LIST for each folder, and one GET for each requested range, including those that
     *     resume a broken stream
     */
    public WebDavObjectStore(WebDavSettings settings, Timeouts patience, StorageListener listener) {
        this(settings, WebDavConnection.to(settings, patience), patience, listener);
    }

    private WebDavObjectStore(
            WebDavSettings settings, CloseableHttpClient client, Timeouts patience, StorageListener listener) {
        super(STORE, patience, listener, WebDavConnection.MOST_CONNECTIONS, () -> client.close(CloseMode.IMMEDIATE));
        this.settings = settings;
        this.client = client;
        this.errors = new WebDavErrors(settings);
    }

    private WebDavObjectStore(WebDavObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.client = shared.client;
        this.errors = shared.errors;
    }

    @Override
    public String locate(String key) {
        return settings.locate(key);
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new WebDavObjectStore(this, other);
    }

    @Override
    protected Optional<List<FolderReader.Entry>> folder(String key) throws StorageException {
        HttpUriRequestBase request = new HttpUriRequestBase("PROPFIND", settings.uri(key));
        request.setHeader("Depth", "1");
        request.setEntity(
                new StringEntity(PROPERTIES, ContentType.APPLICATION_XML.withCharset(StandardCharsets.UTF_8)));
        return requests()
                .send(
                        Operation.LIST,
                        locate(key),
                        errors()::unanswered,
                        () -> requests()
                                .within(
                                        request::abort,
                                        () -> client.execute(request, response -> entries(request, response, key))));
    }

    private Optional<List<FolderReader.Entry>> entries(
            HttpUriRequestBase request, ClassicHttpResponse response, String key) throws IOException {
        if (MISSING.contains(response.getCode()) && !key.isEmpty()) {
            return Optional.empty();
        }
        if (response.getCode() != MULTI_STATUS) {
            throw response.getCode() < 300
                    ? errors.noListing(locate(key), "status " + response.getCode())
                    : errors.listing(response.getCode(), String.valueOf(response.getReasonPhrase()), locate(key));
        }
        boolean complete = false;
        try {
            // the time is limited for the whole response
            InputStream body = new PageStream(response.getEntity().getContent(), MOST_BYTES, FOREVER);
            Optional<List<FolderReader.Entry>> entries = Optional.of(MultiStatus.entries(body, key));
            complete = true;
            return entries;
        } catch (XMLStreamException e) {
            // the parser wraps the failure of the stream
            if (e.getNestedException() instanceof IOException broken) {
                throw broken;
            }
            throw errors.noListing(locate(key), "it is no well-formed XML");
        } catch (IllegalArgumentException e) {
            throw errors.noListing(locate(key), errors.connection().quote(String.valueOf(e.getMessage())));
        } finally {
            if (!complete) {
                // closing would first read the rest
                request.abort();
            }
        }
    }

    @Override
    protected ConnectionErrors errors() {
        return errors.connection();
    }

    @Override
    protected RangeSource source(String key) {
        return new WebDavSource(key, settings, client, errors, requests());
    }
}
