/** Signed receipts of drills: in-toto statements in DSSE envelopes. No I/O. */
@NullMarked
package io.litedrill.receipt;

import org.jspecify.annotations.NullMarked;
