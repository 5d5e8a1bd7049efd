/** Reads the live database without disturbing it. */
@NullMarked
package io.litedrill.live;

import org.jspecify.annotations.NullMarked;
