package io.litedrill.storage;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Explains why work on another thread ended. */
public final class ThreadFailure {
    private ThreadFailure() {}

    /**
     * Returns a failure of the store or the disk. Throws a fault of the program as it is, so that it is not reported as
     * theirs.
     */
    public static IOException of(@Nullable Throwable failure) {
        if (failure instanceof RuntimeException unchecked) {
            throw unchecked;
        }
        if (failure instanceof Error error) {
            throw error;
        }
        return failure instanceof IOException expected ? expected : new IOException(failure);
    }
}
