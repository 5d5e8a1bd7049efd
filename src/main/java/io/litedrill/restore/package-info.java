/** The plan of a restore, and the engine that carries it out into a new file. */
@NullMarked
package io.litedrill.restore;

import org.jspecify.annotations.NullMarked;
