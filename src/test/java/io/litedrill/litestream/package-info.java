/** Real Litestream in tests: its binaries, replicas that it wrote, an application for it to replicate. */
@NullMarked
package io.litedrill.litestream;

import org.jspecify.annotations.NullMarked;
