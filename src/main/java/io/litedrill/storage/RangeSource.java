package io.litedrill.storage;

import java.util.Optional;

/** Requests ranges of one object for a {@link RangeBody}. */
public interface RangeSource {
    /** Returns the address of the object for messages, without secrets. */
    String place();

    /**
     * Requests a range, and reports the request to the listener.
     *
     * @param first the position of the first byte
     * @param end the position after the last byte
     * @param version the version to read, which a store may ignore: {@link RangeBody} tests that of the response; empty
     *     for any
     * @throws StorageException of kind {@link StorageException.Kind#CHANGED} when the store has another version
     */
    Part get(long first, long end, Optional<String> version) throws StorageException;
}
