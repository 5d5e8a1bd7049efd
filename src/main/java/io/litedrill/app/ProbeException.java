package io.litedrill.app;

/** Reports that a recovery point could not be tested for a reason outside the replica. The message is for people. */
final class ProbeException extends Exception {
    private static final long serialVersionUID = 1L;

    ProbeException(String message) {
        super(message);
    }
}
