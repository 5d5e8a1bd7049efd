@NullMarked
package io.litedrill.replica;

import org.jspecify.annotations.NullMarked;
