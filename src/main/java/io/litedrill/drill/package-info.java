/**
 * Drills and scrubs replicas: restores into a scratch folder, verifies, falls back to older states, and judges the
 * result.
 */
@NullMarked
package io.litedrill.drill;

import org.jspecify.annotations.NullMarked;
