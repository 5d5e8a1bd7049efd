package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import java.io.IOException;

/** Reports a restore that failed for a reason in the replica. The message names the file and the violated rule. */
public final class RestoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The reason why a plan failed. */
    public enum Reason {
        /** A file is truncated or breaks a rule of its format. */
        DAMAGED,
        /** Two files, each sound by itself, cannot belong to one database; the named file need not be the wrong one. */
        MISFIT,
        /** A file has a format that this version does not support. */
        UNSUPPORTED,
        /** A file is encrypted, and no configured identity decrypts it. */
        LOCKED,
        /** The store refuses to return a file: permission is denied, or the file is in an archive class. */
        REFUSED,
        /** A segment does not begin where the previous one ends. */
        HOLE,
        /** A file was deleted or replaced since it was listed. List and plan again. */
        VANISHED
    }

    private final Reason reason;
    private final transient ReplicaFile file;

    RestoreException(Reason reason, ReplicaFile file, String message, Throwable cause) {
        super(message, cause);
        this.reason = reason;
        this.file = file;
    }

    RestoreException(Reason reason, ReplicaFile file, String message) {
        super(message);
        this.reason = reason;
        this.file = file;
    }

    /** Returns the reason. */
    public Reason reason() {
        return reason;
    }

    /** Returns the file that the restore failed on. */
    public ReplicaFile file() {
        return file;
    }
}
