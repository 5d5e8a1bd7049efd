/** Reads folders of SFTP servers. Needs the libraries of {@code lib/litedrill-sftp.jar}. */
@NullMarked
package io.litedrill.storage.sftp;

import org.jspecify.annotations.NullMarked;
