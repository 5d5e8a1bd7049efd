/**
 * Contains the long-running process: scheduled use cases, the restore service, publishing of results, recovery after a
 * crash.
 */
@NullMarked
package io.litedrill.daemon;

import org.jspecify.annotations.NullMarked;
