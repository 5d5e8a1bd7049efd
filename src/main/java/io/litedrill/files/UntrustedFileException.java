package io.litedrill.files;

import java.nio.file.FileSystemException;
import java.nio.file.Path;

/** Reports that a file may have been written by a user that this process does not trust. */
public final class UntrustedFileException extends FileSystemException {
    private static final long serialVersionUID = 1;

    UntrustedFileException(Path file, String reason) {
        super(file.toString(), null, reason);
    }
}
