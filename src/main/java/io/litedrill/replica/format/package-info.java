/** Bytes to records: LTX, the WAL of SQLite, LZ4 framing, CRC-64. No I/O beyond the stream handed in. */
@NullMarked
package io.litedrill.replica.format;

import org.jspecify.annotations.NullMarked;
