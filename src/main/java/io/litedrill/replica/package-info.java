/** What Litestream wrote: inventory, chains, window and gaps, of both layouts behind one type. */
@NullMarked
package io.litedrill.replica;

import org.jspecify.annotations.NullMarked;
