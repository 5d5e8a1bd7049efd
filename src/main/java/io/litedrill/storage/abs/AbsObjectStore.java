package io.litedrill.storage.abs;

import com.azure.core.http.rest.PagedIterable;
import com.azure.core.http.rest.PagedResponse;
import com.azure.storage.blob.BlobContainerClient;
import com.azure.storage.blob.models.BlobItem;
import com.azure.storage.blob.models.ListBlobsOptions;
import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.Folders;
import io.litedrill.storage.KeyOrder;
import io.litedrill.storage.KeyedListing;
import io.litedrill.storage.NetworkStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;

/** Reads a container of Azure Blob Storage. */
public final class AbsObjectStore extends NetworkStore {
    private static final String STORE = "Azure Blob Storage";

    private final AbsSettings settings;
    private final BlobContainerClient client;
    private final AbsErrors errors;

    /**
     * Creates a store. Sends no request yet.
     *
     * @param listener receives one LIST for each page, and one GET for each requested range, including those that
     *     resume a broken stream; retries are part of the request
     */
    public AbsObjectStore(AbsSettings settings, Timeouts patience, StorageListener listener) {
        super(patience, listener, () -> {});
        this.settings = settings;
        this.client = AbsConnection.to(settings, patience);
        this.errors = new AbsErrors(settings);
    }

    private AbsObjectStore(AbsObjectStore shared, StorageListener listener) {
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
        return new AbsObjectStore(this, other);
    }

    /** Lists all pages before the first visit: an account with folders lists in another order than that of keys. */
    @Override
    public void list(String prefix, String after, ObjectVisitor visitor) throws StorageException {
        KeyedListing listing = new KeyedListing(locate(prefix), prefix, after, visitor, STORE);
        List<StoredObject> objects = new ArrayList<>();
        for (BlobItem item : items(() -> client.listBlobs(options(prefix), null), prefix)) {
            StoredObject object = complete(item, listing);
            if (KeyOrder.UTF_8.compare(object.key(), after) > 0) {
                objects.add(object);
            }
        }
        objects.sort(Comparator.comparing(StoredObject::key, KeyOrder.UTF_8));
        for (StoredObject object : objects) {
            if (!listing.take(object)) {
                return;
            }
        }
    }

    @Override
    public Folders folders(String prefix, int pages) throws StorageException {
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        for (BlobItem item : items(() -> client.listBlobsByHierarchy("/", options(prefix), null), prefix)) {
            if (Boolean.TRUE.equals(item.isPrefix())
                    && item.getName().startsWith(prefix)
                    && item.getName().endsWith("/")) {
                keys.add(item.getName());
            }
        }
        return new Folders(keys.stream().toList(), true);
    }

    private static ListBlobsOptions options(String prefix) {
        return prefix.isEmpty() ? new ListBlobsOptions() : new ListBlobsOptions().setPrefix(prefix);
    }

    private static StoredObject complete(BlobItem item, KeyedListing listing) throws StorageException {
        if (item.getName() == null
                || item.getProperties() == null
                || item.getProperties().getContentLength() == null
                || item.getProperties().getLastModified() == null) {
            throw listing.nonsense("gives an object without key, size or time");
        }
        return new StoredObject(
                item.getName(),
                item.getProperties().getContentLength(),
                item.getProperties().getLastModified().toInstant(),
                Optional.ofNullable(item.getProperties().getETag()).orElse(""));
    }

    private List<BlobItem> items(Supplier<PagedIterable<BlobItem>> request, String prefix) throws StorageException {
        List<BlobItem> items = new ArrayList<>();
        // the client requests the first page before it returns the iterator
        Pages pages = new Pages(request);
        Optional<PagedResponse<BlobItem>> page = next(pages, prefix);
        while (page.isPresent()) {
            items.addAll(page.get().getValue());
            page = page.get().getContinuationToken() == null ? Optional.empty() : next(pages, prefix);
        }
        return items;
    }

    /** Requests the pages of a listing, one for each call. */
    private static final class Pages {
        private final Supplier<PagedIterable<BlobItem>> request;
        private Optional<Iterator<PagedResponse<BlobItem>>> pages = Optional.empty();

        Pages(Supplier<PagedIterable<BlobItem>> request) {
            this.request = request;
        }

        Optional<PagedResponse<BlobItem>> next() {
            Iterator<PagedResponse<BlobItem>> known =
                    pages.orElseGet(() -> request.get().iterableByPage().iterator());
            pages = Optional.of(known);
            return known.hasNext() ? Optional.of(known.next()) : Optional.empty();
        }
    }

    private Optional<PagedResponse<BlobItem>> next(Pages pages, String prefix) throws StorageException {
        return requests().send(Operation.LIST, locate(prefix), errors::explain, pages::next);
    }

    @Override
    protected ConnectionErrors errors() {
        return errors.connection();
    }

    @Override
    protected RangeSource source(String key) {
        return new AbsSource(key, settings, client, errors, requests());
    }
}
