/** YAML to checked records, litestream.yml included. */
@NullMarked
package io.litedrill.config;

import org.jspecify.annotations.NullMarked;
