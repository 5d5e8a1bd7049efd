/** Findings from listings, the verdict, and the ports for results and for the replica history. */
@NullMarked
package io.litedrill.check;

import org.jspecify.annotations.NullMarked;
