package io.litedrill.drill;

import io.litedrill.check.Format;
import io.litedrill.check.ReplicaId;
import io.litedrill.drill.DrillResult.Outcome;
import io.litedrill.kept.KeptCopies;
import io.litedrill.kept.KeptCopy;
import io.litedrill.kept.KeptState;
import io.litedrill.kept.UnfitException;
import io.litedrill.restore.Delta;
import io.litedrill.restore.IncrementPlan;
import io.litedrill.restore.RestoreException;
import io.litedrill.restore.RestoreListener;
import io.litedrill.verify.CheckKind;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the database of a drill for the next one, which then reads only newer files. If anything does not fit, the
 * drill is a full one, with the reason. A full drill compares its database with the kept one, and replaces it if both
 * are equal, or if they cannot be compared and no earlier drill found a difference.
 */
final class IncrementalDrill implements ProvedSource, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(IncrementalDrill.class);

    private final DrillOrder order;
    private final Instant now;
    private final Path scratch;
    private final Optional<KeptCopy> copy;
    private Optional<KeptState> state = Optional.empty();
    private Optional<String> fullBecause = Optional.empty();
    private Optional<KeptProof> proof = Optional.empty();
    private KeptTail tail = KeptTail.NONE;
    private boolean applied;
    private boolean taken;

    private IncrementalDrill(DrillOrder order, Path scratch, Instant now, Optional<KeptCopy> copy) {
        this.order = order;
        this.scratch = scratch;
        this.now = now;
        this.copy = copy;
    }

    /**
     * Opens the kept copy, if the order requires one.
     *
     * @param scratch the folder of all drills
     */
    static IncrementalDrill begin(DrillOrder order, Path scratch, Instant now) {
        if (!order.deep().keeping().incremental() || !order.isOfNewest()) {
            return new IncrementalDrill(order, scratch, now, Optional.empty());
        }
        ReplicaId id = order.watched().id();
        try {
            Optional<KeptCopy> copy = new KeptCopies(scratch).open(id.database(), id.replica());
            IncrementalDrill drill = new IncrementalDrill(order, scratch, now, copy);
            drill.readState();
            return drill;
        } catch (IOException e) {
            LOG.warn("{}: the kept copy cannot be opened, so drills are full ones", id, e);
            IncrementalDrill drill = new IncrementalDrill(order, scratch, now, Optional.empty());
            drill.fullBecause = Optional.of("the kept copy cannot be opened (" + e.getMessage() + ")");
            return drill;
        }
    }

    private void readState() {
        if (copy.isEmpty()) {
            fullBecause = Optional.of("another drill or restore uses the kept copy");
            return;
        }
        try {
            KeptState kept = copy.get().state();
            state = Optional.of(kept);
            if (kept.proofs().disputed()) {
                fullBecause = Optional.of("a full drill gave another database than the kept copy");
                return;
            }
            if (kept.proofs().fullFailed()) {
                fullBecause = Optional.of("the last full drill failed");
                return;
            }
            if (order.deep().keeping().full()) {
                fullBecause = Optional.of("a full drill was requested");
                return;
            }
            Duration age = Duration.between(kept.proofs().fullAt(), now);
            Duration most = order.deep().keeping().fullInterval();
            if (age.isNegative() || age.compareTo(most) >= 0) {
                fullBecause = Optional.of("the last full drill was at "
                        + kept.proofs().fullAt() + ", and one is due every " + Format.duration(most));
            }
        } catch (UnfitException e) {
            fullBecause = Optional.of(e.reason());
        }
    }

    /** Returns why this drill reads all files; empty if it does not, or if it was not meant to be incremental. */
    Optional<String> fullBecause() {
        return fullBecause;
    }

    /** Returns whether the restored database stays on this machine, so that nothing may change it. */
    boolean keeps() {
        return applied || taken;
    }

    /** {@code quick_check} suffices only on a database that has passed the full check of SQLite. */
    @Override
    public Expectations tests(Expectations full) {
        return state.orElseThrow().proofs().passed() ? full.with(Expectations.Mode.QUICK_CHECK) : full;
    }

    @Override
    public Optional<Copied> produce(Job job, RestoreListener listener) throws IOException {
        if (copy.isEmpty() || fullBecause.isPresent()) {
            return Optional.empty();
        }
        Optional<String> other = applied
                ? Optional.of("a second state had to be restored")
                : job.damaged().map(key -> "an earlier run found " + key + " damaged, so it is read again");
        if (other.isPresent()) {
            return full(other.get());
        }
        try {
            IncrementPlan plan = new KeptPlanner(order, state.orElseThrow()).plan(job);
            copy.get().requireFit(state.get());
            if (!DiskSpace.suffices(plan, scratch)) {
                return full("there is no room for the changed pages");
            }
            try (Delta delta = Delta.read(plan, copy.get().delta(), listener)) {
                copy.get().apply(delta, state.get());
                applied = true;
                proof = Optional.of(
                        KeptProof.start(copy.get(), state.get().shape().pageSize()));
                tail = KeptTail.of(plan.files(), state.get().tail());
                return Optional.of(new Copied(
                        copy.get().database(), delta.size(), state.get().ltxTail()));
            }
        } catch (UnfitException e) {
            return full(e.reason());
        } catch (RestoreException e) {
            return full("a file could not be applied to the kept copy: " + e.getMessage());
        }
    }

    private Optional<Copied> full(String reason) {
        fullBecause = Optional.of(reason);
        return Optional.empty();
    }

    @Override
    public boolean accepts(Optional<String> fault) throws IOException {
        Optional<String> unfit = proof.orElseThrow().failure().or(() -> fault);
        if (unfit.isEmpty()) {
            return true;
        }
        applied = false;
        fullBecause = unfit;
        state = Optional.empty();
        return false;
    }

    /**
     * Takes the database of a full drill into the folder of the kept copy, and compares it with the kept one. Returns
     * the result with that comparison. Must precede all tests that may change the file.
     */
    RestoreResult.Done taken(RestoreResult.Done done, RestoreAttempt attempt) {
        boolean sound = done.restored().fallback().isEmpty() && !done.restored().isMalformed();
        if (applied || !sound) {
            return done;
        }
        if (copy.isEmpty()) {
            return withoutCopy(done);
        }
        try {
            ReplicaId id = order.watched().id();
            long bytes = done.restored().databaseBytes() + copies().bytesOfOthers(id.database(), id.replica());
            if (bytes > order.deep().keeping().mostBytes()) {
                fullBecause =
                        Optional.of("kept copies would take " + bytes + " bytes, more than drill.keep_most allows ("
                                + order.deep().keeping().mostBytes() + ")");
                return dispute(state).without(done, fullBecause.get());
            }
            attempt.moved(copy.get().take(attempt.output()));
            taken = true;
            tail = KeptTail.of(attempt.plan(), attempt.headers());
            return new KeptComparison(order, copy.get(), state).with(done, attempt);
        } catch (IOException e) {
            LOG.warn("{}: the restored database cannot be kept", order.watched().id(), e);
            fullBecause = Optional.of("the restored database could not be kept (" + e.getMessage() + ")");
            taken = false;
            return dispute(state).without(done, fullBecause.get());
        }
    }

    /** An earlier difference counts also while another drill or restore uses the kept copy. */
    private RestoreResult.Done withoutCopy(RestoreResult.Done done) {
        return fullBecause
                .map(reason -> dispute(copies().state(
                                        order.watched().id().database(),
                                        order.watched().id().replica()))
                        .without(done, reason))
                .orElse(done);
    }

    private KeptCopies copies() {
        return new KeptCopies(scratch);
    }

    private KeptDispute dispute(Optional<KeptState> kept) {
        ReplicaId id = order.watched().id();
        return new KeptDispute(order, copies().database(id.database(), id.replica()), kept);
    }

    /** Keeps the database after all tests, unless a newer state cannot be based on it. Never throws. */
    void conclude(DrillResult judged) {
        proof.ifPresent(KeptProof::close);
        if (copy.isEmpty()) {
            return;
        }
        Optional<Restored> sound =
                judged.restored().filter(each -> each.fallback().isEmpty() && !each.isMalformed());
        try {
            if (sound.isPresent() && keeps()) {
                keep(sound.get(), judged);
            } else if (keeps() && !dispute(state).isOpen()) {
                copy.get().discard();
            } else if (sound.isEmpty() && fullBecause.isPresent() && judged.outcome() == Outcome.FAILED) {
                keepFailure();
            }
        } catch (IOException | RuntimeException e) {
            LOG.warn("{}: the restored database is not kept", order.watched().id(), e);
        }
    }

    private void keep(Restored sound, DrillResult judged) throws IOException {
        if (sound.checks().stream().anyMatch(IncrementalDrill::differs)) {
            // either one may be right, so the kept one must not be replaced
            copy.orElseThrow().seal(state.orElseThrow().asDisputed());
            return;
        }
        if (taken) {
            copy.orElseThrow().adopt();
        }
        seal(sound, judged);
    }

    /** Makes the next drill a full one: an incremental one would not read the files that are at fault, and pass. */
    private void keepFailure() throws IOException {
        try {
            copy.orElseThrow().seal(copy.get().state().asFullFailed());
        } catch (UnfitException nothingKept) {
            // the next drill is a full one for that reason
        }
    }

    private static boolean differs(CheckOutcome check) {
        return check.kind() == CheckKind.KEPT_COPY && check.result() == CheckOutcome.Result.FAILED;
    }

    private void seal(Restored restored, DrillResult judged) throws IOException {
        int pageSize = copy.orElseThrow().pageSize();
        Instant fullAt = taken ? now : state.orElseThrow().proofs().fullAt();
        copy.get()
                .seal(new KeptState(
                        order.watched().replica().location(),
                        KeptPlanner.settings(order),
                        restored.point(),
                        new KeptState.Shape(pageSize, restored.databaseBytes() / pageSize),
                        copy.get().sumsDigest(pageSize),
                        new KeptState.Proofs(
                                order.runId(), now, fullAt, judged.outcome() == Outcome.PASSED, false, false),
                        tail.files()));
    }

    /** Releases the kept copy. A failure does not change the result of the drill, so it is only logged. */
    @Override
    public void close() {
        proof.ifPresent(KeptProof::close);
        try {
            if (copy.isPresent()) {
                copy.get().close();
            }
        } catch (IOException e) {
            LOG.warn(
                    "{}: files of an incremental drill cannot be removed",
                    order.watched().id(),
                    e);
        }
    }
}
