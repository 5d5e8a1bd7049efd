package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.drill.ProvedSource;
import io.litedrill.drill.Restored;
import io.litedrill.drill.Source;
import io.litedrill.recover.DraftRestore.Draft;
import io.litedrill.recover.DraftRestore.Drafted;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.CheckOutcome;
import io.litedrill.verify.Contents;
import io.litedrill.verify.Expectations;
import io.litedrill.verify.Verification;
import io.litedrill.verify.Verifier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Restores the copy that an incremental drill keeps on this machine when the replica cannot be read or holds no backup.
 * The request must permit it, since newer changes are missing; otherwise the outcome names the option.
 */
record LastResort(Draft draft, Expectations expectations, Path file) {
    private static final Set<FindingCode> NOTHING_LEFT = EnumSet.of(
            FindingCode.STORAGE_UNREACHABLE,
            FindingCode.ACCESS_DENIED,
            FindingCode.PREFIX_EMPTY,
            FindingCode.NO_BACKUP);

    /** Returns the result with the copy, or with the way to it, if there is one and the replica gives nothing. */
    Drafted instead(Drafted drafted) {
        boolean unread =
                drafted instanceof Drafted.Unfit && drafted.findings().stream().anyMatch(LastResort::isUnread);
        if (!unread
                || !(draft.request().point() instanceof Point.Newest)
                || draft.request().isInPlace()) {
            return drafted;
        }
        Drafted.Unfit unfit = (Drafted.Unfit) drafted;
        return draft.request().permits(Permission.PROVED_COPY)
                ? copied(unfit)
                : draft.source()
                        .proved()
                        .newest()
                        .map(point -> offered(unfit, point))
                        .orElse(drafted);
    }

    private static boolean isUnread(Finding finding) {
        return NOTHING_LEFT.contains(finding.code());
    }

    private static Drafted offered(Drafted.Unfit unfit, RecoveryPoint point) {
        Hint offer = Hint.text("A drill keeps its state of " + name(point) + " on this machine: ")
                .then(Permission.PROVED_COPY.hint())
                .then(" with -o FILE restores it");
        Hint reason = Hint.sentences(unfit.outcome().reason(), offer);
        boolean failed = unfit.outcome() instanceof RestoreOutcome.FailedUnchanged;
        return new Drafted.Unfit(
                failed ? RestoreOutcome.failed(reason) : RestoreOutcome.inconclusive(reason), unfit.findings());
    }

    private Drafted copied(Drafted.Unfit unfit) {
        try {
            Optional<ProvedSource.Kept> kept = draft.source().proved().copy(file);
            return kept.isEmpty() ? unfit : tested(kept.get(), unfit.findings());
        } catch (IOException e) {
            return new Drafted.Unfit(
                    RestoreOutcome.failed("the copy on this machine cannot be written to "
                            + draft.request().output() + ": " + e.getMessage()),
                    unfit.findings());
        }
    }

    private Drafted tested(ProvedSource.Kept kept, List<Finding> findings) {
        Verification verification =
                new Verifier().verify(file, expectations, kept.point().time());
        Optional<String> failed = verification.checks().stream()
                .filter(check -> check.result() == CheckOutcome.Result.FAILED)
                .map(CheckOutcome::text)
                .findFirst();
        if (failed.isPresent()) {
            return new Drafted.Unfit(
                    RestoreOutcome.failed("the copy on this machine did not pass: " + failed.get()), findings);
        }
        Optional<String> unfinished = verification.unfinished();
        if (unfinished.isPresent()) {
            return new Drafted.Unfit(
                    RestoreOutcome.inconclusive(
                            "the copy on this machine could not be tested in full: " + unfinished.get()),
                    findings);
        }
        return new Drafted.Sound(
                restored(kept, verification),
                findings,
                Hint.text("nothing could be restored from the replica. This is the state that a drill kept on this"
                        + " machine, of "
                        + name(kept.point()) + "; newer changes are missing"));
    }

    private static Restored restored(ProvedSource.Kept kept, Verification verification) {
        return new Restored(
                        kept.point(),
                        TimeRequest.NONE,
                        verification.userVersion(),
                        kept.bytes(),
                        verification
                                .contents()
                                .filter(Contents::complete)
                                .map(contents -> OptionalLong.of(contents.total()))
                                .orElse(OptionalLong.empty()),
                        verification.checks(),
                        Optional.empty())
                .from(Source.PROVED_COPY);
    }

    private static String name(RecoveryPoint point) {
        return point.time() + " (" + point.position() + ")";
    }
}
