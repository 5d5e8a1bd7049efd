package io.litedrill.storage.abs;

import com.azure.storage.blob.BlobContainerClient;
import io.litedrill.storage.CollectedListing;
import io.litedrill.storage.ConnectionErrors;
import io.litedrill.storage.Folders;
import io.litedrill.storage.KeyOrder;
import io.litedrill.storage.KeyedListing;
import io.litedrill.storage.NetworkStore;
import io.litedrill.storage.ObjectStore;
import io.litedrill.storage.ObjectVisitor;
import io.litedrill.storage.PageMarkers;
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

/** Reads a container of Azure Blob Storage. */
public final class AbsObjectStore extends NetworkStore {
    private static final String STORE = "Azure Blob Storage";

    private final AbsSettings settings;
    private final BlobContainerClient client;
    private final AbsErrors errors;
    private final AbsRequests pipeline;

    /**
     * Creates a store. Sends no request yet.
     *
     * @param listener receives one LIST for each page, and one GET for each requested range, including those that
     *     resume a broken stream; retries are part of the request
     */
    public AbsObjectStore(AbsSettings settings, Timeouts patience, StorageListener listener) {
        super(patience, listener, MANY_CONNECTIONS, () -> {});
        this.settings = settings;
        this.client = AbsConnection.to(settings, patience);
        this.errors = new AbsErrors(settings);
        this.pipeline = new AbsRequests(settings, client, errors, patience);
    }

    private AbsObjectStore(AbsObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.client = shared.client;
        this.errors = shared.errors;
        this.pipeline = shared.pipeline;
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
        CollectedListing collected = new CollectedListing(listing, after);
        each(prefix, "", listing, page -> {
            for (StoredObject blob : page.blobs()) {
                collected.add(blob);
            }
            return true;
        });
        collected.visit();
    }

    @Override
    public Folders folders(String prefix, int most) throws StorageException {
        KeyedListing listing = new KeyedListing(locate(prefix), prefix, "", object -> true, STORE);
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        AtomicInteger pages = new AtomicInteger();
        boolean complete = each(prefix, "/", listing, page -> {
            for (String folder : page.folders()) {
                if (!folder.startsWith(prefix) || !folder.endsWith("/")) {
                    throw listing.nonsense("gives a folder outside the prefix: " + folder);
                }
                keys.add(folder);
            }
            return pages.incrementAndGet() < most;
        });
        return new Folders(keys.stream().toList(), complete);
    }

    private interface Pages {
        /** Takes a page, and returns whether the next one is needed. */
        boolean take(AbsPage page) throws StorageException;
    }

    /** Requests pages, and returns whether the last one was among them. */
    private boolean each(String prefix, String delimiter, KeyedListing listing, Pages visitor) throws StorageException {
        PageMarkers markers = new PageMarkers(listing);
        String marker = "";
        while (true) {
            String known = marker;
            AbsPage page = requests()
                    .send(
                            Operation.LIST,
                            locate(prefix),
                            errors::explain,
                            () -> pipeline.page(prefix, delimiter, known));
            boolean more = visitor.take(page);
            if (page.next().isEmpty() || !more) {
                return page.next().isEmpty();
            }
            markers.next(page.next(), page.blobs().isEmpty() && page.folders().isEmpty());
            marker = page.next();
        }
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
        return new AbsSource(key, client, pipeline, errors, requests());
    }
}
