/** Reads the YAML configuration, litestream.yml included, to validated records. */
@NullMarked
package io.litedrill.config;

import org.jspecify.annotations.NullMarked;
