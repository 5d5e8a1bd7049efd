package io.litedrill.storage;

/**
 * Describes a range of an object that a caller opens, and how its bytes are requested.
 *
 * @param offset the position of the first byte, 0 or more
 * @param length bytes, 1 or more
 */
record RequestedRange(RangeSource source, Requests requests, ConnectionErrors errors, long offset, long length) {
    /** Rejects a range that no object can have. */
    RequestedRange {
        Ranges.require(offset, length);
    }

    /** Returns the address of the object for messages, without secrets. */
    String place() {
        return source.place();
    }

    /** Returns the position after the last byte. */
    long end() {
        return offset + length;
    }
}
