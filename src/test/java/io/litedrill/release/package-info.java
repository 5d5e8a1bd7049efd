/** Tests of what is shipped beside the jar: units of systemd, containers, packages, and the pages about them. */
@NullMarked
package io.litedrill.release;

import org.jspecify.annotations.NullMarked;
