package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.OwnFault;
import io.litedrill.check.Severity;
import io.litedrill.check.Watched;
import io.litedrill.drill.Attempt;
import io.litedrill.drill.Experience;
import io.litedrill.drill.Restored;
import io.litedrill.drill.RowsBefore;
import io.litedrill.drill.SoundRestore;
import io.litedrill.drill.SoundRestore.Result;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import io.litedrill.recover.RestoreReport.Run;
import io.litedrill.replica.Layout;
import io.litedrill.replica.ReadingCache;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.ReplicaScanner;
import io.litedrill.restore.PlanResult;
import io.litedrill.restore.RestoreEngine;
import io.litedrill.restore.RestoreListener;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Expectations;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Restores a database to a new file, for somebody who needs it. The file gets its name only after the database in it was tested
 * in full: it is there sound, or not at all.
 */
public final class FileRestorer {
    private static final String WITHOUT_ASSERTIONS =
            ". To take it all the same, without your own tests: litedrill restore --skip-assertions";
    private static final Logger LOG = LoggerFactory.getLogger(FileRestorer.class);

    private final ReadingCache cache;
    private final Experience experience;
    private final InstantSource clock;

    /** Creates one that knows of no drill. */
    public FileRestorer(ReadingCache cache, InstantSource clock) {
        this(cache, Experience.NONE, clock);
    }

    /** Creates one that misses the files that are remembered and gone, and knows what the last good drills found. */
    public FileRestorer(ReadingCache cache, Experience experience, InstantSource clock) {
        this.cache = cache;
        this.experience = experience;
        this.clock = clock;
    }

    /** Restores. Never throws for what it finds; whatever is not {@link Outcome#RESTORED} changed nothing. */
    public RestoreReport restore(RestoreOrder order, RestoreListener progress) {
        Instant start = clock.instant();
        Path output = order.target().output().toAbsolutePath();
        Optional<String> obstacle = obstacle(output);
        if (obstacle.isPresent()) {
            return report(order, start, new Ending(Outcome.REFUSED, obstacle.get()));
        }
        Path draft = output.resolveSibling("." + output.getFileName() + "." + order.runId() + ".restoring");
        try {
            KnownRows rows = new KnownRows(order.watched(), experience.lastGood(), clock);
            Result result = soundRestore(order, draft, progress, rows)
                    .restore(order.target().point(), order.permissions().fallback());
            Optional<String> smaller = !order.permissions().acceptSmaller() && result instanceof Result.Done done
                    ? rows.refusal(done)
                    : Optional.empty();
            return conclude(order, start, result, draft, smaller);
        } catch (RuntimeException | OutOfMemoryError | StackOverflowError e) {
            Finding fault = OwnFault.of(e, order.watched().replica().location());
            return report(order, start, new Ending(Outcome.INCONCLUSIVE, fault.message()), List.of(fault));
        } finally {
            deleteQuietly(draft);
        }
    }

    private SoundRestore soundRestore(RestoreOrder order, Path draft, RestoreListener progress, KnownRows rows) {
        Watched watched = order.watched();
        Expectations expectations =
                order.permissions().skipAssertions() ? order.expectations().withoutAssertions() : order.expectations();
        Attempt attempt = new Attempt(draft, expectations, clock, progress);
        ReplicaScanner scanner = watched.scanner(cache, experience.memory(), clock);
        RowsBefore before = order.permissions().acceptSmaller() ? RowsBefore.ANY : rows.before();
        return new SoundRestore(watched, scanner, attempt, before);
    }

    private static Optional<String> obstacle(Path output) {
        Path folder = output.getParent();
        if (folder == null || !Files.isDirectory(folder)) {
            return Optional.of(output + ": the folder is not there. Create it, or name another file");
        }
        return Files.exists(output, LinkOption.NOFOLLOW_LINKS)
                ? Optional.of(output + ": is there already. Name a file that is not; nothing is ever overwritten")
                : Optional.empty();
    }

    private RestoreReport conclude(
            RestoreOrder order, Instant start, Result result, Path draft, Optional<String> smaller) {
        if (result instanceof Result.Done done) {
            return conclude(order, start, done, draft, smaller);
        }
        if (result instanceof Result.Refused refused) {
            Ending ending = new Ending(Outcome.REFUSED, refusal(order, refused.reason()));
            boolean lost = refused.reason().missing().isPresent();
            return report(order, start, ending, lost ? List.of(refused.finding()) : List.of());
        }
        if (result instanceof Result.Failed failed) {
            boolean critical = failed.findings().stream().anyMatch(FileRestorer::isCritical);
            Outcome outcome = critical ? Outcome.FAILED : Outcome.INCONCLUSIVE;
            return report(order, start, new Ending(outcome, reason(failed.findings())), failed.findings());
        }
        Result.Inconclusive inconclusive = (Result.Inconclusive) result;
        return report(order, start, new Ending(Outcome.INCONCLUSIVE, inconclusive.reason()), inconclusive.findings());
    }

    private RestoreReport conclude(
            RestoreOrder order, Instant start, Result.Done done, Path draft, Optional<String> smaller) {
        boolean acceptable =
                done.restored().checks().stream().noneMatch(check -> check.result() == CheckOutcome.Result.FAILED);
        if (!acceptable) {
            boolean own = done.findings().stream().anyMatch(FileRestorer::isAssertion);
            String reason = reason(done.findings()) + (own ? WITHOUT_ASSERTIONS : "");
            return report(order, start, new Ending(Outcome.FAILED, reason), done.findings());
        }
        if (done.inconclusive().isPresent()) {
            String reason = "what was restored could not be tested in full: "
                    + done.inconclusive().get();
            return report(order, start, new Ending(Outcome.INCONCLUSIVE, reason), done.findings());
        }
        if (smaller.isPresent()) {
            return report(order, start, new Ending(Outcome.REFUSED, smaller.get()), done.findings());
        }
        Optional<Ending> failure = putInPlace(draft, order.target().output().toAbsolutePath());
        Ending ending = failure.orElse(new Ending(Outcome.RESTORED, ""));
        Optional<Restored> restored = failure.isEmpty() ? Optional.of(done.restored()) : Optional.empty();
        return new RestoreReport(order.watched().id(), run(order, start), ending, restored, done.findings());
    }

    private static Optional<Ending> putInPlace(Path draft, Path output) {
        try {
            RestoreEngine.putInPlace(draft, output);
            return Optional.empty();
        } catch (FileAlreadyExistsException e) {
            return Optional.of(new Ending(Outcome.REFUSED, String.valueOf(e.getMessage())));
        } catch (IOException e) {
            return Optional.of(new Ending(Outcome.FAILED, output + ": could not be put in place: " + e.getMessage()));
        }
    }

    private static boolean isAssertion(Finding finding) {
        return finding.code() == FindingCode.ASSERTION_FAILED;
    }

    private static boolean isCritical(Finding finding) {
        return finding.severity() == Severity.CRITICAL;
    }

    private static String reason(List<Finding> findings) {
        return findings.stream().map(Finding::message).findFirst().orElse("nothing could be restored");
    }

    private static String refusal(RestoreOrder order, PlanResult.Refused refused) {
        String name = order.watched().id().database();
        return refused.reason()
                + refused.before().map(point -> ". Before it: " + exact(point)).orElse("")
                + refused.after().map(point -> ". After it: " + exact(point)).orElse("")
                + ". All points: litedrill window " + name;
    }

    private static String exact(RecoveryPoint point) {
        String option = point.position().layout() == Layout.LTX ? "--txid " : "--position ";
        return point.time() + " (" + option + point.position() + ")";
    }

    private RestoreReport report(RestoreOrder order, Instant start, Ending ending) {
        return report(order, start, ending, List.of());
    }

    private RestoreReport report(RestoreOrder order, Instant start, Ending ending, List<Finding> findings) {
        return new RestoreReport(order.watched().id(), run(order, start), ending, Optional.empty(), findings);
    }

    private Run run(RestoreOrder order, Instant start) {
        double seconds = Duration.between(start, clock.instant()).toNanos() / 1e9;
        Path output = order.target().output().toAbsolutePath();
        return new Run(order.runId(), start, seconds, output, Optional.empty());
    }

    private static void deleteQuietly(Path draft) {
        try {
            Files.deleteIfExists(draft);
        } catch (IOException e) {
            LOG.warn("{}: could not be removed; remove it by hand", draft, e);
        }
    }
}
