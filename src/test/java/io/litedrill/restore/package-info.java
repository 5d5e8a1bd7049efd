@NullMarked
package io.litedrill.restore;

import org.jspecify.annotations.NullMarked;
