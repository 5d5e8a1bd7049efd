package io.litedrill.storage;

import java.io.InputStream;
import java.util.Optional;

/**
 * Holds a store's response to the request of a range.
 *
 * @param body the bytes of the range, in order
 * @param abort ends the response at once, also while another thread waits for bytes of {@code body}
 * @param first the position of its first byte in the object
 * @param end the position after its last byte
 * @param size the size of the object in bytes; empty when the response does not contain it
 * @param version what identifies this version of the object; empty when the store sends nothing
 */
public record Part(
        InputStream body, Runnable abort, long first, long end, Optional<Long> size, Optional<String> version) {
    /** Creates the response of a store that does not send the size of the object. */
    public Part(InputStream body, Runnable abort, long first, long end, Optional<String> version) {
        this(body, abort, first, end, Optional.empty(), version);
    }

    /** Creates the response of a store that answers by HTTP. */
    public Part(InputStream body, Runnable abort, ContentRange range, Optional<String> version) {
        this(body, abort, range.first(), range.end(), range.size(), version);
    }
}
