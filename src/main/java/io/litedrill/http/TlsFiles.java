package io.litedrill.http;

import java.nio.file.Path;

/**
 * Holds the files for TLS.
 *
 * @param certificate the certificate of the server and those of its authorities, PEM; absolute
 * @param key its private key, PEM; absolute
 */
public record TlsFiles(Path certificate, Path key) {}
