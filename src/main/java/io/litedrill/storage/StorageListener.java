package io.litedrill.storage;

/**
 * Receives each request that a store makes and the number of bytes it reads. Called from the thread that makes the
 * request.
 */
public interface StorageListener {
    /** Ignores all events. */
    StorageListener NONE = new StorageListener() {
        @Override
        public void request(Operation operation, boolean successful) {}

        @Override
        public void read(long bytes) {}
    };

    /** The type of a request. */
    enum Operation {
        /** One page of a listing. */
        LIST,
        /** One object, or a range of it. */
        GET
    }

    /** Reports that a request has succeeded or failed. */
    void request(Operation operation, boolean successful);

    /** Reports that bytes of an object's body have arrived. */
    void read(long bytes);

    /** Returns a listener that forwards to this one and to the other. */
    default StorageListener and(StorageListener other) {
        StorageListener first = this;
        return new StorageListener() {
            @Override
            public void request(Operation operation, boolean successful) {
                first.request(operation, successful);
                other.request(operation, successful);
            }

            @Override
            public void read(long bytes) {
                first.read(bytes);
                other.read(bytes);
            }
        };
    }
}
