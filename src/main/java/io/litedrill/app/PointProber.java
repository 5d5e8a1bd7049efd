package io.litedrill.app;

import io.litedrill.app.BisectReport.Probe;
import io.litedrill.check.Finding;
import io.litedrill.drill.DiskSpace;
import io.litedrill.drill.Scratch;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.Replica;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.restore.RestorePlan;
import io.litedrill.storage.LocalCopies;
import io.litedrill.storage.StorageException;
import io.litedrill.verify.Assertion;
import io.litedrill.verify.AssertionReader;
import io.litedrill.verify.CheckOutcome;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;

/**
 * Restores recovery points of one scan into scratch, one after the other, and tests each. The files that one restore
 * fetched are kept for the next ones, so that these read only further increments from the store.
 */
final class PointProber {
    private final ScanAttempt.Seen seen;
    private final Path database;
    private final Path folder;
    private final Replica replica;
    private final Assertion assertion;
    private final Function<RecoveryPoint, RestoreListener> progress;
    private int restores;

    /**
     * Prepares a folder for the files of the replica.
     *
     * @param counted the replica of the scan, with a listener that counts its requests
     */
    PointProber(
            ScanAttempt.Seen seen,
            Replica counted,
            Scratch scratch,
            Assertion assertion,
            Function<RecoveryPoint, RestoreListener> progress)
            throws IOException {
        this.seen = seen;
        this.assertion = assertion;
        this.progress = progress;
        this.folder = scratch.folder();
        this.database = folder.resolve("database");
        Path copies = Files.createDirectory(folder.resolve("files"));
        this.replica = new Replica(new LocalCopies(counted.store(), copies), counted.root(), counted.identities());
    }

    int restores() {
        return restores;
    }

    /**
     * Restores and tests a point.
     *
     * @return empty when the replica cannot produce this point
     */
    Optional<Probe> probe(RecoveryPoint point) throws ProbeException {
        Optional<RestorePlan> plan = plan(point);
        if (plan.isEmpty()) {
            return Optional.empty();
        }
        try {
            if (restores == 0) {
                requireRoom(plan.get());
            }
            restores++;
            RestoreListener listener = progress.apply(point);
            listener.began(plan.get());
            RestoreEngine.restore(plan.get(), database, listener);
            return Optional.of(tested(point));
        } catch (RestoreException unusable) {
            return Optional.empty();
        } catch (StorageException | InterruptedIOException | ClosedByInterruptException e) {
            throw new ProbeException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new ProbeException(folder + ": cannot be written: " + e.getMessage()
                    + ". Make room there, or name another folder (scratch)");
        } finally {
            delete();
        }
    }

    private Optional<RestorePlan> plan(RecoveryPoint point) {
        return seen.plan(new Point.AtPosition(point.position())) instanceof PlanResult.Planned planned
                ? Optional.of(new RestorePlan(
                        replica, planned.plan().chain(), planned.plan().request()))
                : Optional.empty();
    }

    private void requireRoom(RestorePlan plan) throws IOException, ProbeException {
        Optional<Finding> missing = DiskSpace.missing(plan, folder);
        if (missing.isPresent()) {
            throw new ProbeException(folder + ": " + missing.get().message() + ". Next: "
                    + missing.get().hint().text());
        }
    }

    private Probe tested(RecoveryPoint point) throws ProbeException {
        Duration limit = seen.replica().expectations().queryLimit();
        AssertionReader.Answer answer = AssertionReader.ask(database, assertion, limit);
        if (answer.fault() == AssertionReader.Fault.DENIED) {
            throw ProbeException.ofQuery(answer.value());
        }
        if (answer.result() == CheckOutcome.Result.INCONCLUSIVE) {
            throw new ProbeException("the query gave no result at " + point + ": " + answer.value());
        }
        return new Probe(
                point,
                answer.result() == CheckOutcome.Result.PASSED,
                answer.value(),
                answer.fault() == AssertionReader.Fault.FAILS_HERE);
    }

    private void delete() {
        try {
            Files.deleteIfExists(database);
        } catch (IOException left) {
            // the scratch folder is deleted as a whole; the next restore reports that the file exists
        }
    }
}
