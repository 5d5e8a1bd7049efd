/**
 * Composes the object graph and contains the use cases: check, drill, scrub, preview, restore, restore in place,
 * ensure.
 */
@NullMarked
package io.litedrill.app;

import org.jspecify.annotations.NullMarked;
