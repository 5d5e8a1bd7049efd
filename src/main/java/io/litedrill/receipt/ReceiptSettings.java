package io.litedrill.receipt;

import java.nio.file.Path;

/**
 * Holds where receipts are written, and the key that signs them.
 *
 * @param key a PEM file with a private key of type Ed25519; absolute
 * @param folder receives one file for each drill; absolute
 */
public record ReceiptSettings(Path key, Path folder) {}
