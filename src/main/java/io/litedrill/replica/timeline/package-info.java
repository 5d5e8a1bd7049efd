/** Computes chains, recovery points, windows and gaps of both layouts, and whether all files are of one history. */
@NullMarked
package io.litedrill.replica.timeline;

import org.jspecify.annotations.NullMarked;
