package io.litedrill.drill;

import io.litedrill.replica.Inventory;
import io.litedrill.replica.LtxFile;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Produces the database of a plan from a verified copy on this machine, so that only newer files are read. */
public interface ProvedSource {
    /** Has no copies. */
    ProvedSource NONE = (job, listener) -> Optional.empty();

    /**
     * Produces the database of a plan; returns empty if no copy fits, after which the plan must be carried out in full.
     *
     * @throws io.litedrill.storage.StorageException when the store fails
     * @throws IOException when the database cannot be written, or the thread was interrupted
     */
    Optional<Copied> produce(Job job, RestoreListener listener) throws IOException;

    /** Returns the state of the newest copy that passed its drill, which needs no store; empty without one. */
    default Optional<RecoveryPoint> newest() {
        return Optional.empty();
    }

    /**
     * Copies that state to a new file; returns empty if there is none, or if it is not as the drill left it.
     *
     * @throws IOException when the file cannot be written
     */
    default Optional<Kept> copy(Path output) throws IOException {
        return Optional.empty();
    }

    /**
     * Describes a copy without newer files.
     *
     * @param bytes size of the database
     */
    record Kept(RecoveryPoint point, long bytes) {}

    /** Returns the tests of a database from a copy, given those of a database from the replica. */
    default Expectations tests(Expectations full) {
        return full;
    }

    /**
     * Returns whether the produced database may be used, after its tests. If not, the plan is carried out in full.
     *
     * @param fault why the newer files do not fit to the copy; empty if they do
     * @throws IOException when the thread was interrupted
     */
    default boolean accepts(Optional<String> fault) throws IOException {
        return fault.isEmpty();
    }

    /**
     * Describes a database to produce.
     *
     * @param listed the files by which the plan was made
     * @param output where the database goes, unless the source returns another path
     * @param doubted keys of listed files that an earlier run found damaged
     */
    record Job(RestorePlan plan, Inventory listed, Path output, Set<String> doubted) {
        /** Copies the set. */
        public Job {
            doubted = Set.copyOf(doubted);
        }

        /** Returns the key of a file of the plan that an earlier run found damaged; empty without one. */
        Optional<String> damaged() {
            return plan.files().stream()
                    .map(file -> file.object().key())
                    .filter(doubted::contains)
                    .findFirst();
        }
    }

    /**
     * Describes a produced database.
     *
     * @param file holds the database
     * @param bytes size of the database
     * @param before the files that led to the copy, to which the newer files must fit
     */
    record Copied(Path file, long bytes, List<LtxFile> before) {
        /** Copies the list. */
        public Copied {
            before = List.copyOf(before);
        }
    }
}
