package io.litedrill.storage;

import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Passes the objects of a listing to a visitor and validates its pages. */
final class S3Listing {
    /**
     * Amazon may send pages without keys, for example after many deletions; a store that sends nothing else is broken.
     */
    private static final int MOST_EMPTY_PAGES = 100;

    private final KeyedListing listing;
    private String lastToken = "";
    private int emptyPages;

    S3Listing(String place, String prefix, String after, ObjectVisitor visitor) {
        listing = new KeyedListing(place, prefix, after, visitor, "S3");
    }

    /** Visits a page's objects and returns the token of the next page, if there is one and the visitor continues. */
    Optional<String> take(ListObjectsV2Response page) throws StorageException {
        emptyPages = page.contents().isEmpty() ? emptyPages + 1 : 0;
        for (S3Object object : page.contents()) {
            if (!listing.take(complete(object))) {
                return Optional.empty();
            }
        }
        if (!Boolean.TRUE.equals(page.isTruncated())) {
            return Optional.empty();
        }
        Optional<String> token = Optional.ofNullable(page.nextContinuationToken());
        if (token.isEmpty() || emptyPages > MOST_EMPTY_PAGES) {
            throw listing.nonsense("says that more follows, and does not give it");
        }
        if (token.get().equals(lastToken)) {
            throw listing.nonsense("gives one continuation token twice");
        }
        lastToken = token.get();
        return token;
    }

    private StoredObject complete(S3Object object) throws StorageException {
        if (object.key() == null || object.size() == null || object.lastModified() == null) {
            throw listing.nonsense("gives an object without key, size or time");
        }
        return new StoredObject(
                object.key(),
                object.size(),
                object.lastModified(),
                Optional.ofNullable(object.eTag()).orElse(""));
    }
}
