package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSummary;
import io.litedrill.drill.RestoreAttempt.Try;
import io.litedrill.drill.SoundRestore.Result;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.scan.ReplicaScanner.Scan;
import io.litedrill.replica.timeline.TimeRequest;
import io.litedrill.verify.Contents;
import io.litedrill.verify.Verification;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** What is known so far of one restore, and what it comes to in the end. */
final class RestoreSession {
    private final List<Finding> findings = new ArrayList<>();
    private final ContentFindings content;
    private Point asked = new Point.Newest();
    private boolean afterNewest;
    /** Whether a file was left out that is sound by itself: another one may be the wrong one. */
    private boolean blamed;

    RestoreSession(CheckedReplica watched) {
        this.content = new ContentFindings(watched);
    }

    /** What is asked for. */
    void begin(Point point) {
        asked = point;
    }

    void add(Finding finding) {
        findings.add(finding);
    }

    void addAll(List<Finding> more) {
        findings.addAll(more);
    }

    boolean has(Finding finding) {
        return findings.contains(finding);
    }

    /** All so far, in the order in which they were met. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** The time that was asked for is after the newest replicated change. */
    void timeIsAfterNewest(boolean after) {
        afterNewest = after;
    }

    /** A file was left out that contradicts another one, though each is sound. */
    void blameOneOfTwo() {
        blamed = true;
    }

    Result failed() {
        return failed(Optional.empty());
    }

    /** Nothing was restored, and an earlier state may be. */
    Result failed(Optional<Fallback> offer) {
        return new Result.Failed(findings(), offer);
    }

    Result inconclusive(String reason) {
        return new Result.Inconclusive(findings(), reason);
    }

    Result stopped(Try.Stopped stopped) {
        findings.addAll(stopped.findings());
        return inconclusive(stopped.reason());
    }

    Result done(Scan scan, Try.Tested tested, Optional<RecoveryPoint> wanted) {
        return concluded(
                scan,
                tested,
                wanted.filter(point -> !isSameState(point, tested.point()))
                        .map(point -> new Fallback(point, tested.point(), !blamed)));
    }

    Result concluded(Scan scan, Try.Tested tested, Optional<Fallback> fallback) {
        Restored restored = new Restored(
                tested.point(),
                TimeRequest.of(asked, scan.timeline(), afterNewest),
                tested.verification().userVersion(),
                tested.bytes(),
                rows(tested.verification()),
                tested.verification().checks(),
                fallback);
        List<Finding> all = new ArrayList<>(
                fallback.isEmpty() ? RestoreFindings.goneAround(findings, tested.verification(), asked) : findings);
        boolean empty = all.stream().anyMatch(finding -> finding.code() == FindingCode.DATABASE_EMPTY);
        content.of(tested.verification().remarks(), tested.point()).stream()
                .filter(finding -> !empty || finding.code() != FindingCode.DATABASE_EMPTY)
                .forEach(all::add);
        return new Result.Done(
                restored,
                FindingSummary.of(all),
                new Result.Untested(
                        RestoreFindings.inconclusive(tested.verification()),
                        RestoreFindings.unfinished(tested.verification())),
                tested.verification().contents(),
                scan);
    }

    private static OptionalLong rows(Verification verification) {
        return verification
                .contents()
                .filter(Contents::complete)
                .map(contents -> OptionalLong.of(contents.total()))
                .orElse(OptionalLong.empty());
    }

    /**
     * A TXID names a state, and the time of it is that of whichever file leads there. An unusable segment is wanted by where it
     * begins, which is where the one before it ends: there the times tell.
     */
    static boolean isSameState(RecoveryPoint one, RecoveryPoint other) {
        return one.position() instanceof LtxPosition ? one.position().equals(other.position()) : one.equals(other);
    }
}
