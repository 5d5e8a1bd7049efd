/** Plans restores, and carries out a plan into a new file. */
@NullMarked
package io.litedrill.restore;

import org.jspecify.annotations.NullMarked;
