package io.litedrill.receipt;

/** Reports that a receipt is malformed, or that its signature is not that of the key. */
public final class ReceiptException extends Exception {
    private static final long serialVersionUID = 1;

    ReceiptException(String reason) {
        super(reason);
    }
}
