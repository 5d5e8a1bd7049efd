package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.util.Optional;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;
import software.amazon.awssdk.services.s3.model.S3Object;

/** Passes the objects of a listing to a visitor and validates its pages. */
final class S3Listing {
    /**
     * Amazon may send pages without keys, for example after many deletions; a store that sends nothing else is broken.
     */
    private static final int MOST_EMPTY_PAGES = 100;

    private final String place;
    private final String prefix;
    private final String after;
    private final ObjectVisitor visitor;
    private String last = "";
    private String lastToken = "";
    private int emptyPages;

    S3Listing(String place, String prefix, String after, ObjectVisitor visitor) {
        this.place = place;
        this.prefix = prefix;
        this.after = after;
        this.visitor = visitor;
    }

    /** Visits a page's objects and returns the token of the next page, if there is one and the visitor continues. */
    Optional<String> take(ListObjectsV2Response page) throws StorageException {
        emptyPages = page.contents().isEmpty() ? emptyPages + 1 : 0;
        for (S3Object object : page.contents()) {
            if (!take(checked(object))) {
                return Optional.empty();
            }
        }
        if (!Boolean.TRUE.equals(page.isTruncated())) {
            return Optional.empty();
        }
        Optional<String> token = Optional.ofNullable(page.nextContinuationToken());
        if (token.isEmpty() || emptyPages > MOST_EMPTY_PAGES) {
            throw nonsense("says that more follows, and does not give it");
        }
        if (token.get().equals(lastToken)) {
            throw nonsense("gives one continuation token twice");
        }
        lastToken = token.get();
        return token;
    }

    private boolean take(StoredObject object) {
        // Some stores ignore start-after.
        return KeyOrder.UTF_8.compare(object.key(), after) <= 0 || visitor.visit(object);
    }

    private StoredObject checked(S3Object object) throws StorageException {
        if (object.key() == null || object.size() == null || object.lastModified() == null || object.size() < 0) {
            throw nonsense("gives an object without key, size or time");
        }
        if (!object.key().startsWith(prefix)) {
            throw nonsense("gives a key outside the prefix: " + object.key());
        }
        if (KeyOrder.UTF_8.compare(object.key(), last) <= 0) {
            throw nonsense("is not in the order of its keys: " + object.key() + " after " + last);
        }
        last = object.key();
        return new StoredObject(
                object.key(),
                object.size(),
                object.lastModified(),
                Optional.ofNullable(object.eTag()).orElse(""));
    }

    private StorageException nonsense(String what) {
        return new StorageException(
                Kind.UNREACHABLE, place + ": the listing " + what + ". The store does not list as S3 does.");
    }
}
