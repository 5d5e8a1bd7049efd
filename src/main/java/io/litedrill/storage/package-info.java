/** Read-only object stores: list from a key, open a range. */
@NullMarked
package io.litedrill.storage;

import org.jspecify.annotations.NullMarked;
