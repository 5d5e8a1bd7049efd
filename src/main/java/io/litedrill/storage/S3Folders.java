package io.litedrill.storage;

import io.litedrill.storage.StorageException.Kind;
import java.util.Optional;
import java.util.TreeSet;
import software.amazon.awssdk.services.s3.model.CommonPrefix;
import software.amazon.awssdk.services.s3.model.ListObjectsV2Response;

/** Collects the common prefixes of a listing with a delimiter, over a bounded number of pages. */
final class S3Folders {
    private final String place;
    private final String prefix;
    private final int mostPages;
    private final TreeSet<String> keys = new TreeSet<>(KeyOrder.UTF_8);
    private int pages;
    private boolean complete;

    S3Folders(String place, String prefix, int mostPages) {
        this.place = place;
        this.prefix = prefix;
        this.mostPages = mostPages;
    }

    /** Adds a page and returns the token of the next page; empty at the end or when no more pages are needed. */
    Optional<String> take(ListObjectsV2Response page) throws StorageException {
        for (CommonPrefix folder : page.commonPrefixes()) {
            String key = Optional.ofNullable(folder.prefix()).orElse("");
            if (!key.startsWith(prefix) || !key.endsWith("/")) {
                throw new StorageException(
                        Kind.UNREACHABLE,
                        place + ": the listing gives a folder outside the prefix: " + key
                                + ". The store does not list as S3 does.");
            }
            keys.add(key);
        }
        complete = !Boolean.TRUE.equals(page.isTruncated());
        return complete || ++pages >= mostPages ? Optional.empty() : Optional.ofNullable(page.nextContinuationToken());
    }

    Folders folders() {
        return new Folders(keys.stream().toList(), complete);
    }
}
