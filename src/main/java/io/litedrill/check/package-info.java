/** Findings from listings, the verdict, and the ports through which results go out and memories come in. */
@NullMarked
package io.litedrill.check;

import org.jspecify.annotations.NullMarked;
