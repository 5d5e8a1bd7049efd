package io.litedrill.storage;

/** Hears of each request that a store makes and of the bytes it reads. Called from the thread that makes the request. */
public interface StorageListener {
    /** Hears nothing. */
    StorageListener NONE = new StorageListener() {
        @Override
        public void request(Operation operation, boolean successful) {}

        @Override
        public void read(long bytes) {}
    };

    /** What a request does. */
    enum Operation {
        /** One page of a listing. */
        LIST,
        /** One object, or a range of it. */
        GET
    }

    /** A request has been answered, or has failed. */
    void request(Operation operation, boolean successful);

    /** Bytes of an object's body have arrived. */
    void read(long bytes);

    /** A listener that tells both. */
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
