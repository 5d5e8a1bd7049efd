package io.litedrill.storage;

import java.util.Optional;

/** Ends a listing after its first object, and keeps it. Not safe for use by several threads. */
public final class FirstObject implements ObjectVisitor {
    private Optional<StoredObject> found = Optional.empty();

    @Override
    public boolean visit(StoredObject object) {
        found = Optional.of(object);
        return false;
    }

    /** Returns the object; empty when the listing had none. */
    public Optional<StoredObject> found() {
        return found;
    }
}
