/** The real restore: into a new file, for somebody who needs it. */
@NullMarked
package io.litedrill.recover;

import org.jspecify.annotations.NullMarked;
