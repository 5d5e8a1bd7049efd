package io.litedrill.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Reports that a name is a symbolic link, a pipe, a folder or a device where a regular file is required. */
public final class NotRegularException extends FileSystemException {
    private static final long serialVersionUID = 1;

    NotRegularException(Path file) {
        super(file.toString(), null, "is not a regular file (Litedrill follows no symbolic link here). Remove it");
    }
}
