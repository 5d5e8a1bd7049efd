package io.litedrill.storage;

class MemoryObjectStoreTest extends ObjectStoreContract {
    private final StorageCount count = new StorageCount();
    private final MemoryObjectStore store = new MemoryObjectStore(count);

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected void put(String key, byte[] content) {
        store.put(key, content);
    }

    @Override
    protected void delete(String key) {
        store.delete(key);
    }

    @Override
    protected StorageCount count() {
        return count;
    }
}
