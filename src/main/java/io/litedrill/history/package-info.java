/** Results kept: what the daemon remembers across restarts. */
@NullMarked
package io.litedrill.history;

import org.jspecify.annotations.NullMarked;
