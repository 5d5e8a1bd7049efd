package io.litedrill.storage.gcs;

import com.google.api.services.storage.Storage;
import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.FirstObject;
import io.litedrill.storage.Folders;
import io.litedrill.storage.KeyOrder;
import io.litedrill.storage.KeyedListing;
import io.litedrill.storage.NetworkStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.Part;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Reads a bucket of Google Cloud Storage. */
public final class GcsObjectStore extends NetworkStore {
    /** The most that GCS returns in a page. */
    private static final long PAGE_SIZE = 1000;

    private static final String STORE = "Google Cloud Storage";

    private final GcsSettings settings;
    private final Storage client;
    private final GcsErrors errors;
    private final Timeouts patience;

    /**
     * Creates a store. Sends no request yet.
     *
     * @param listener receives one LIST for each page, and one GET for each requested range, including those that
     *     resume a broken stream; retries are part of the request
     */
    public GcsObjectStore(GcsSettings settings, Timeouts patience, StorageListener listener) {
        super(patience, listener, MANY_CONNECTIONS, () -> {});
        this.settings = settings;
        this.client = GcsConnection.to(settings, patience);
        this.errors = new GcsErrors(settings);
        this.patience = patience;
    }

    private GcsObjectStore(GcsObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.client = shared.client;
        this.errors = shared.errors;
        this.patience = shared.patience;
    }

    @Override
    public String locate(String key) {
        return "gs://" + settings.bucket() + "/" + key;
    }

    @Override
    public ObjectStore withListener(StorageListener other) {
        return new GcsObjectStore(this, other);
    }

    @Override
    public Optional<StoredObject> first(String prefix) throws StorageException {
        FirstObject first = new FirstObject();
        list(prefix, "", 1, first);
        return first.found();
    }

    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        list(prefix, after, PAGE_SIZE, visitor);
    }

    private void list(String prefix, String after, long names, ObjectVisitor visitor) throws StorageException {
        KeyedListing listing = new KeyedListing(locate(prefix), prefix, after, visitor, STORE);
        GcsPages pages = new GcsPages(listing, patience.call());
        do {
            Storage.Objects.List request = request(prefix).setMaxResults(names);
            if (!after.isEmpty()) {
                request.setStartOffset(after);
            }
            for (StorageObject object : pages.items(page(request, pages, prefix))) {
                if (!listing.take(complete(object, listing))) {
                    return;
                }
            }
        } while (pages.more());
    }

    private static StoredObject complete(StorageObject object, KeyedListing listing) throws StorageException {
        if (object.getName() == null || object.getSize() == null || object.getTimeCreated() == null) {
            throw listing.nonsense("gives an object without key, size or time");
        }
        return new StoredObject(
                object.getName(),
                object.getSize().bitLength() < 64 ? object.getSize().longValue() : -1,
                Instant.ofEpochMilli(object.getTimeCreated().getValue()),
                Optional.ofNullable(object.getGeneration()).map(String::valueOf).orElse(""));
    }

    @Override
    public Folders folders(String prefix, int most) throws StorageException {
        KeyedListing listing = new KeyedListing(locate(prefix), prefix, "", object -> true, STORE);
        GcsPages pages = new GcsPages(listing, patience.call());
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        int number = 0;
        do {
            Objects page = page(request(prefix).setDelimiter("/"), pages, prefix);
            for (String folder : Optional.ofNullable(page.getPrefixes()).orElse(List.of())) {
                if (!folder.startsWith(prefix) || !folder.endsWith("/")) {
                    throw listing.nonsense("gives a folder outside the prefix: " + folder);
                }
                keys.add(folder);
            }
        } while (pages.more() && ++number < most);
        return new Folders(keys.stream().toList(), !pages.more());
    }

    private Storage.Objects.List request(String prefix) throws StorageException {
        try {
            Storage.Objects.List request = client.objects().list(settings.bucket());
            return prefix.isEmpty() ? request : request.setPrefix(prefix);
        } catch (IOException e) {
            throw errors.explain(e, locate(prefix));
        }
    }

    private Objects page(Storage.Objects.List request, GcsPages pages, String prefix) throws StorageException {
        pages.token().ifPresent(request::setPageToken);
        return requests()
                .send(Operation.LIST, locate(prefix), errors::listing, () -> pages.take(request.executeUnparsed()));
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
        public Part get(long first, long end, Optional<String> generation) throws StorageException {
            return requests().send(Operation.GET, place(), errors::explain, () -> {
                Storage.Objects.Get request = client.objects().get(settings.bucket(), key);
                request.getRequestHeaders().setRange("bytes=" + first + "-" + (end - 1));
                generation.map(Long::valueOf).ifPresent(request::setIfGenerationMatch);
                return new GcsResponse(request.executeMedia(), place()).part(first);
            });
        }

        @Override
        public String place() {
            return locate(key);
        }
    }
}
