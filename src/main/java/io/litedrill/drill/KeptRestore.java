package io.litedrill.drill;

import io.litedrill.check.ReplicaId;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptCopy;
import io.litedrill.kept.KeptState;
import io.litedrill.kept.UnfitException;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.Delta;
import io.litedrill.restore.IncrementPlan;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.storage.StorageException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores from the database that an incremental drill keeps, with newer files of the replica. The kept copy is not
 * changed. The page checksums are verified on the file that is delivered, so a changed copy is never delivered.
 */
public final class KeptRestore implements ProvedSource {
    private static final Logger LOG = LoggerFactory.getLogger(KeptRestore.class);

    private final KeptCopies copies;
    private final ReplicaId id;

    /**
     * Creates a source of one replica.
     *
     * @param scratch the folder of the drills
     */
    public KeptRestore(Path scratch, ReplicaId id) {
        this.copies = new KeptCopies(scratch);
        this.id = id;
    }

    /** Uses the kept copy. */
    @FunctionalInterface
    private interface Use<T> {
        T of(KeptCopy copy, KeptState state) throws IOException, UnfitException;
    }

    @Override
    public Optional<Copied> produce(Job job, RestoreListener listener) throws IOException {
        try {
            return use((copy, state) -> produce(copy, state, job, listener));
        } catch (StorageException | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            // the restore from the replica reports a problem of the output
            return none(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<RecoveryPoint> newest() {
        try {
            return use((copy, state) -> state.point());
        } catch (IOException e) {
            return none(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public Optional<Kept> copy(Path output) throws IOException {
        return use((copy, state) -> {
            copy.copyTo(output, state);
            return new Kept(state.point(), state.shape().bytes());
        });
    }

    private <T> Optional<T> use(Use<T> use) throws IOException {
        Optional<KeptCopy> opened = copies.openExisting(id.database(), id.replica());
        if (opened.isEmpty()) {
            return Optional.empty();
        }
        try (KeptCopy copy = opened.get()) {
            KeptState state = copy.state();
            if (!state.proofs().passed()) {
                throw new UnfitException("the kept copy has not passed its drill");
            }
            return Optional.of(use.of(copy, state));
        } catch (UnfitException e) {
            return none(e.reason());
        }
    }

    private <T> Optional<T> none(String reason) {
        LOG.info("{}: the kept copy is not used, because {}", id, reason);
        return Optional.empty();
    }

    private static Copied produce(KeptCopy copy, KeptState state, Job job, RestoreListener listener)
            throws IOException, UnfitException {
        IncrementPlan plan = KeptPlanner.plan(state, job);
        Path draft =
                job.output().resolveSibling("." + job.output().getFileName() + "." + UUID.randomUUID() + ".litedrill");
        Path changes = draft.resolveSibling(draft.getFileName() + ".delta");
        try {
            copy.copyTo(draft, state);
            try (Delta delta = Delta.read(plan, changes, listener)) {
                KeptCopy.apply(delta, draft, state.shape().pageSize());
                RestoreEngine.putInPlace(draft, job.output());
                return new Copied(job.output(), delta.size(), state.ltxTail());
            }
        } catch (RestoreException e) {
            throw new UnfitException("a newer file could not be applied to the kept copy: " + e.getMessage());
        } finally {
            Files.deleteIfExists(draft);
        }
    }
}
