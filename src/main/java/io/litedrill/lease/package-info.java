/** Grants rights that one process has at a time, over all processes that share a history. */
@NullMarked
package io.litedrill.lease;

import org.jspecify.annotations.NullMarked;
