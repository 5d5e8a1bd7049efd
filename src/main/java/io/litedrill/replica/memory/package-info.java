/** Compares a listing with earlier ones: which files vanished, and which were deleted by retention. */
@NullMarked
package io.litedrill.replica.memory;

import org.jspecify.annotations.NullMarked;
