/** Reads folders of WebDAV servers. */
@NullMarked
package io.litedrill.storage.webdav;

import org.jspecify.annotations.NullMarked;
