/** Drills: restore into scratch, verify, fall back, judge. */
@NullMarked
package io.litedrill.drill;

import org.jspecify.annotations.NullMarked;
