package io.litedrill.storage;

class MemoryObjectStoreTest extends ObjectStoreContract {
    private final StorageCount count = new StorageCount();
    private final MemoryObjectStore store = new MemoryObjectStore(count);

    @Override
    ObjectStore store() {
        return store;
    }

    @Override
    void put(String key, byte[] content) {
        store.put(key, content);
    }

    @Override
    void delete(String key) {
        store.delete(key);
    }

    @Override
    StorageCount count() {
        return count;
    }
}
