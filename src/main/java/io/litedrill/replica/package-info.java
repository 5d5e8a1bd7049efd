/**
 * Models the files that Litestream wrote in both layouts: names, inventory, positions, and the data read from each
 * file.
 */
@NullMarked
package io.litedrill.replica;

import org.jspecify.annotations.NullMarked;
