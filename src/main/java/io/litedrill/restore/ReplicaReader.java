package io.litedrill.restore;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.LockedException;
import io.litedrill.replica.format.Lz4Frames;
import io.litedrill.replica.format.UnsupportedException;
import io.litedrill.restore.RestoreException.Reason;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;

/** Opens the files of a replica, and says of a failure which file it was and what that means for a plan. */
public final class ReplicaReader {
    private final Replica replica;

    /** Reads this replica. */
    public ReplicaReader(Replica replica) {
        this.replica = replica;
    }

    /**
     * Opens a whole file.
     *
     * @throws RestoreException when it is gone, or another one, since it was listed
     * @throws InterruptedIOException when the thread was interrupted
     * @throws IOException when the store fails
     */
    public InputStream open(ReplicaFile file) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw new InterruptedIOException("interrupted before " + replica.locate(file));
        }
        try {
            return replica.store().open(file.object().key(), 0, file.object().size());
        } catch (StorageException e) {
            throw explain(file, e);
        }
    }

    /**
     * Opens the content of a whole file that is one LZ4 frame; a failure has the file's name on it.
     *
     * @throws IOException as {@link #open}, and a {@link RestoreException} when it is no frame
     */
    public InputStream openFrame(ReplicaFile file) throws IOException {
        InputStream stored = open(file);
        try {
            return Lz4Frames.open(stored, replica.identities());
        } catch (IOException e) {
            stored.close();
            throw explain(file, e);
        }
    }

    /** The same failure with the file's name on it, where it lies in the file; anything else as it is. */
    public IOException explain(ReplicaFile file, IOException failure) {
        if (failure instanceof FormatException) {
            return new RestoreException(
                    reason(failure), file, replica.locate(file) + ": " + failure.getMessage(), failure);
        }
        if (failure instanceof StorageException storage && isVanished(storage.kind())) {
            return new RestoreException(Reason.VANISHED, file, String.valueOf(storage.getMessage()), storage);
        }
        if (failure instanceof StorageException storage && storage.isRefusal()) {
            return new RestoreException(Reason.REFUSED, file, String.valueOf(storage.getMessage()), storage);
        }
        return failure;
    }

    private static Reason reason(IOException failure) {
        if (failure instanceof LockedException) {
            return Reason.LOCKED;
        }
        return failure instanceof UnsupportedException ? Reason.UNSUPPORTED : Reason.DAMAGED;
    }

    private static boolean isVanished(StorageException.Kind kind) {
        return kind == StorageException.Kind.NOT_FOUND || kind == StorageException.Kind.CHANGED;
    }

    /** A failure of the plan on this file. */
    public RestoreException fail(Reason reason, ReplicaFile file, String rule) {
        return new RestoreException(reason, file, replica.locate(file) + ": " + rule);
    }
}
