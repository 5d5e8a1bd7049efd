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
import io.litedrill.storage.RangeSource;
import io.litedrill.storage.StorageException;
import io.litedrill.storage.StorageListener;
import io.litedrill.storage.StorageListener.Operation;
import io.litedrill.storage.StoredObject;
import io.litedrill.storage.Timeouts;
import java.util.TreeSet;

/** Reads a container of Azure Blob Storage. */
public final class AbsObjectStore extends NetworkStore {
    private static final String STORE = "Azure Blob Storage";
    /** Azure may send pages without blobs; a store that sends nothing else is broken. */
    private static final int MOST_EMPTY = 100;

    private final AbsSettings settings;
    private final BlobContainerClient client;
    private final AbsErrors errors;
    private final AbsRequests pages;

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
        this.pages = new AbsRequests(settings, client, errors, patience);
    }

    private AbsObjectStore(AbsObjectStore shared, StorageListener listener) {
        super(shared, listener);
        this.settings = shared.settings;
        this.client = shared.client;
        this.errors = shared.errors;
        this.pages = shared.pages;
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
        });
        collected.visit();
    }

    @Override
    public Folders folders(String prefix, int most) throws StorageException {
        KeyedListing listing = new KeyedListing(locate(prefix), prefix, "", object -> true, STORE);
        TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
        each(prefix, "/", listing, page -> {
            for (String folder : page.folders()) {
                if (!folder.startsWith(prefix) || !folder.endsWith("/")) {
                    throw listing.nonsense("gives a folder outside the prefix: " + folder);
                }
                keys.add(folder);
            }
        });
        return new Folders(keys.stream().toList(), true);
    }

    private interface Pages {
        void take(AbsPage page) throws StorageException;
    }

    private void each(String prefix, String delimiter, KeyedListing listing, Pages visitor) throws StorageException {
        String marker = "";
        int empty = 0;
        while (true) {
            String known = marker;
            AbsPage page = requests()
                    .send(Operation.LIST, locate(prefix), errors::explain, () -> pages.page(prefix, delimiter, known));
            visitor.take(page);
            if (page.next().isEmpty()) {
                return;
            }
            empty = page.blobs().isEmpty() && page.folders().isEmpty() ? empty + 1 : 0;
            if (page.next().equals(known) || empty > MOST_EMPTY) {
                throw listing.nonsense("says that more follows, and does not give it");
            }
            marker = page.next();
        }
    }

    @Override
    protected ConnectionErrors errors() {
        return errors.connection();
    }

    @Override
    protected RangeSource source(String key) {
        return new AbsSource(key, client, pages, errors, requests());
    }
}
