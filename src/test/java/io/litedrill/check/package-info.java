@NullMarked
package io.litedrill.check;

import org.jspecify.annotations.NullMarked;
