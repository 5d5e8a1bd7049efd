/** Stores results across restarts. */
@NullMarked
package io.litedrill.history;

import org.jspecify.annotations.NullMarked;
