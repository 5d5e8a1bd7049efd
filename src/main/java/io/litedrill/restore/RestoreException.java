package io.litedrill.restore;

import io.litedrill.replica.ReplicaFile;
import java.io.IOException;

/** A restore that did not come to its end for a reason that lies in the replica. The message names the file and the rule. */
public final class RestoreException extends IOException {
    private static final long serialVersionUID = 1L;

    /** Why a plan could not be carried out. */
    public enum Reason {
        /** A file is truncated or breaks a rule of its format. */
        DAMAGED,
        /** Two files, each sound by itself, cannot be of one database; the one that is named need not be the wrong one. */
        MISFIT,
        /** A file is of a format that this version does not know. */
        UNSUPPORTED,
        /** A file is encrypted, and no identity at hand opens it. */
        LOCKED,
        /** The store refuses to give a file: permission is denied, or it is in an archive class. */
        REFUSED,
        /** A segment does not begin where the one before it ends. */
        HOLE,
        /** A file is gone, or another one, since it was listed: list again and plan again. */
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

    /** Why. */
    public Reason reason() {
        return reason;
    }

    /** The file that it failed on. */
    public ReplicaFile file() {
        return file;
    }
}
