package io.litedrill.storage;

import java.util.HashSet;
import java.util.Set;

/** Tests that a listing in pages ends: a broken store may give one marker twice, or always another one. */
public final class PageMarkers {
    /** Stores may send pages without content, for example after many deletions. */
    private static final int MOST_EMPTY = 100;

    private static final int MOST_PAGES = 100_000;

    private final KeyedListing listing;
    private final Set<String> seen = new HashSet<>();
    private int empty;

    /** Begins with the first page of a listing. */
    public PageMarkers(KeyedListing listing) {
        this.listing = listing;
    }

    /**
     * Takes the marker of the next page.
     *
     * @param isEmpty whether the page before has no content
     * @throws StorageException when the listing does not go on
     */
    public void next(String marker, boolean isEmpty) throws StorageException {
        empty = isEmpty ? empty + 1 : 0;
        if (!seen.add(marker) || empty > MOST_EMPTY) {
            throw listing.nonsense("says that more follows, and does not give it");
        }
        if (seen.size() > MOST_PAGES) {
            throw listing.nonsense("has more than " + MOST_PAGES + " pages");
        }
    }
}
