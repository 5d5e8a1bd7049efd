/**
 * Parses file formats: LTX, the SQLite WAL, LZ4 framing, age encryption, CRC-64. Performs no I/O beyond the given
 * stream.
 */
@NullMarked
package io.litedrill.replica.format;

import org.jspecify.annotations.NullMarked;
