package io.litedrill.storage.webdav;

import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.FolderReader;
import io.litedrill.storage.FolderTree;
import io.litedrill.storage.Folders;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.ProgressWatch;
import io.litedrill.storage.RangeBody;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
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
public final class WebDavObjectStore implements ObjectStore {
    private static final String STORE = "a WebDAV server";
    private static final int MULTI_STATUS = 207;
    /** Apache calls the path of an entry of a file a bad request. */
    private static final Set<Integer> MISSING = Set.of(400, 404);

    private static final String PROPERTIES = "<?xml version=\"1.0\" encoding=\"utf-8\"?><propfind xmlns=\"DAV:\"><prop>"
            + "<resourcetype/><getcontentlength/><getlastmodified/></prop></propfind>";

    private final WebDavSettings settings;
    private final CloseableHttpClient client;
    private final ProgressWatch watch;
    private final WebDavErrors errors;
    private final StorageListener listener;
    private final boolean view;

    /**
     * Creates a store. Sends no request yet.
     *
     * @param listener receives one LIST for each folder, and one GET for each requested range, including those that
     *     resume a broken stream
     */
    public WebDavObjectStore(WebDavSettings settings, Timeouts patience, StorageListener listener) {
        this.settings = settings;
        this.client = WebDavConnection.to(settings, patience);
        this.watch = new ProgressWatch(patience, System::nanoTime);
        this.errors = new WebDavErrors(settings);
        this.listener = listener;
        this.view = false;
    }

    private WebDavObjectStore(WebDavObjectStore shared, StorageListener listener) {
        this.settings = shared.settings;
        this.client = shared.client;
        this.watch = shared.watch;
        this.errors = shared.errors;
        this.listener = listener;
        this.view = true;
    }

    @Override
    public String locate(String key) {
        return settings.locate(key);
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new WebDavObjectStore(this, listener.and(other));
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        tree().list(prefix, after, visitor);
    }

    @Override
    public Folders folders(String prefix) throws StorageException {
        return tree().folders(prefix);
    }

    private FolderTree tree() {
        return new FolderTree(STORE, this::locate, this::folder);
    }

    @SuppressWarnings("try") // closing the limit is its only use
    private Optional<List<FolderReader.Entry>> folder(String key) throws StorageException {
        boolean successful = false;
        HttpUriRequestBase request = new HttpUriRequestBase("PROPFIND", settings.uri(key));
        request.setHeader("Depth", "1");
        request.setEntity(
                new StringEntity(PROPERTIES, ContentType.APPLICATION_XML.withCharset(StandardCharsets.UTF_8)));
        try (AutoCloseable limit = watch.deadline(request::abort)) {
            ConnectionErrors.requireRunning(locate(key));
            Optional<List<FolderReader.Entry>> entries = client.execute(request, response -> entries(response, key));
            successful = true;
            return entries;
        } catch (StorageException e) {
            throw e;
        } catch (Exception e) {
            throw errors.connection().unanswered(e, locate(key));
        } finally {
            listener.request(Operation.LIST, successful);
        }
    }

    private Optional<List<FolderReader.Entry>> entries(ClassicHttpResponse response, String key) throws IOException {
        if (MISSING.contains(response.getCode()) && !key.isEmpty()) {
            return Optional.empty();
        }
        if (response.getCode() != MULTI_STATUS) {
            throw response.getCode() < 300
                    ? errors.noListing(locate(key), "status " + response.getCode())
                    : errors.listing(response.getCode(), String.valueOf(response.getReasonPhrase()), locate(key));
        }
        try (InputStream body = response.getEntity().getContent()) {
            return Optional.of(MultiStatus.entries(body, key));
        } catch (XMLStreamException e) {
            throw errors.noListing(locate(key), "it is no well-formed XML");
        } catch (IllegalArgumentException e) {
            throw errors.noListing(locate(key), errors.connection().quote(String.valueOf(e.getMessage())));
        }
    }

    @Override
    public InputStream open(String key, long offset, long length) throws StorageException {
        return new RangeBody(new WebDavSource(key, settings, client, watch, errors, listener), offset, length);
    }

    @Override
    public void close() {
        if (!view) {
            watch.close();
            client.close(CloseMode.IMMEDIATE);
        }
    }
}
