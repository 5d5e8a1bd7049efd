/** The live database, looked at without disturbing it. */
@NullMarked
package io.litedrill.live;

import org.jspecify.annotations.NullMarked;
