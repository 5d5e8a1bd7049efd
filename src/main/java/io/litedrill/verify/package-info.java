/** Is this file a sound database, and the right one? */
@NullMarked
package io.litedrill.verify;

import org.jspecify.annotations.NullMarked;
