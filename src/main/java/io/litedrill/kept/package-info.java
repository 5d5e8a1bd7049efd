/** Keeps verified databases on this machine, each with a checksum of every page and the state that it has. */
@NullMarked
package io.litedrill.kept;

import org.jspecify.annotations.NullMarked;
