/** Reads keys and certificates of the owner from PEM files. */
@NullMarked
package io.litedrill.keys;

import org.jspecify.annotations.NullMarked;
