/** Reads containers of Azure Blob Storage. Needs the libraries of {@code lib/litedrill-abs.jar}. */
@NullMarked
package io.litedrill.storage.abs;

import org.jspecify.annotations.NullMarked;
