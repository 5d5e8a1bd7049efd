package io.litedrill.storage.gcs;

import com.google.api.services.storage.model.Objects;
import com.google.api.services.storage.model.StorageObject;
import io.litedrill.storage.KeyedListing;
import io.litedrill.storage.StorageException;
import java.util.List;
import java.util.Optional;

/** Tests the pages of one listing, and holds the token of the next page. */
final class GcsPages {
    private static final String KIND = "storage#objects";
    /** Google may send pages without objects; a store that sends nothing else is broken. */
    private static final int MOST_EMPTY = 100;

    private final KeyedListing listing;
    private Optional<String> token = Optional.empty();
    private int empty;

    GcsPages(KeyedListing listing) {
        this.listing = listing;
    }

    /** Takes a page: a JSON document of another kind would be read as an empty page. */
    void take(Objects page) throws StorageException {
        if (!KIND.equals(page.getKind())) {
            throw listing.nonsense("is no document of the kind " + KIND);
        }
        Optional<String> next = Optional.ofNullable(page.getNextPageToken()).filter(text -> !text.isEmpty());
        empty = items(page).isEmpty() && page.getPrefixes() == null ? empty + 1 : 0;
        if (next.isPresent() && (next.equals(token) || empty > MOST_EMPTY)) {
            throw listing.nonsense("says that more follows, and does not give it");
        }
        token = next;
    }

    List<StorageObject> items(Objects page) {
        return Optional.ofNullable(page.getItems()).orElse(List.of());
    }

    Optional<String> token() {
        return token;
    }

    boolean more() {
        return token.isPresent();
    }
}
