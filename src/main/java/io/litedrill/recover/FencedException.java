package io.litedrill.recover;

import java.io.IOException;

/** Thrown when a later restore of the same database began, so that this one must change nothing more. */
final class FencedException extends IOException {
    private static final long serialVersionUID = 1;

    FencedException(String message) {
        super(message);
    }
}
