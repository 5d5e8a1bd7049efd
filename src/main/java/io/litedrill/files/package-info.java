/** Opens, creates and deletes files in folders that other users may change. */
@NullMarked
package io.litedrill.files;

import org.jspecify.annotations.NullMarked;
