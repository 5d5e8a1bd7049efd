package io.litedrill.restore;

import io.litedrill.replica.Replica;
import io.litedrill.replica.ReplicaFile;
import io.litedrill.replica.format.BlockPool;
import io.litedrill.replica.format.BlockStream;
import io.litedrill.replica.format.FormatException;
import io.litedrill.replica.format.LockedException;
import io.litedrill.replica.format.Lz4Frames;
import io.litedrill.replica.format.UnsupportedException;
import io.litedrill.restore.RestoreException.Reason;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.Optional;

/** Opens the files of a replica, and adds to each failure the name of the file and the effect on a plan. */
public final class ReplicaReader {
    private final Replica replica;
    private final BlockPool pool = new BlockPool();

    /** Creates a reader of this replica. */
    public ReplicaReader(Replica replica) {
        this.replica = replica;
    }

    /** Returns the arrays of the blocks that this reader delivers. */
    BlockPool pool() {
        return pool;
    }

    /** Reserves a connection, as {@link io.litedrill.storage.ObjectStore#reserve}. */
    Optional<Runnable> reserve() {
        return replica.store().reserve();
    }

    /**
     * Opens a whole file.
     *
     * @throws RestoreException when the file was deleted or replaced since it was listed
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
     * Opens the content of a whole file that is one LZ4 frame. A failure names the file.
     *
     * @throws IOException as {@link #open}, and a {@link RestoreException} when the file is not an LZ4 frame
     */
    public BlockStream openFrame(ReplicaFile file) throws IOException {
        InputStream stored = open(file);
        try {
            return Lz4Frames.open(stored, replica.identities(), pool);
        } catch (IOException e) {
            stored.close();
            throw explain(file, e);
        }
    }

    /**
     * Returns the same failure with the name of the file where its cause is the file; returns any other failure
     * unchanged.
     */
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

    /** Returns a failure of the plan on this file. */
    public RestoreException fail(Reason reason, ReplicaFile file, String rule) {
        return new RestoreException(reason, file, replica.locate(file) + ": " + rule);
    }
}
