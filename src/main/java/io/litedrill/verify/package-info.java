/** Tests whether a file is a sound database, and the right one. */
@NullMarked
package io.litedrill.verify;

import org.jspecify.annotations.NullMarked;
