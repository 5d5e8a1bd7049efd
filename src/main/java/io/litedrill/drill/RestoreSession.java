package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.FindingSummary;
import io.litedrill.drill.RestoreAttempt.Try;
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

/** Collects the findings of one restore and creates its result. */
final class RestoreSession {
    private final List<Finding> findings = new ArrayList<>();
    private final ContentFindings content;
    private Point asked = new Point.Newest();
    private boolean afterNewest;
    /** True when a file was left out that is sound by itself; the contradicting file may be the wrong one instead. */
    private boolean oneOfTwoExcluded;

    RestoreSession(CheckedReplica watched) {
        this.content = new ContentFindings(watched);
    }

    /** Begins with a requested point and a new listing. Findings of an earlier listing may be outdated, so they go. */
    void begin(Point point) {
        asked = point;
        afterNewest = false;
        oneOfTwoExcluded = false;
        findings.clear();
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

    /** Returns all findings so far, in the order of detection. */
    List<Finding> findings() {
        return List.copyOf(findings);
    }

    /** Records whether the requested time is after the newest replicated change. */
    void timeIsAfterNewest(boolean after) {
        afterNewest = after;
    }

    /** Records that a file was left out that contradicts another one, though each is sound. */
    void excludedOneOfTwo() {
        oneOfTwoExcluded = true;
    }

    RestoreResult failed() {
        return failed(Optional.empty());
    }

    /** Returns a failure. Nothing was restored; the offer names an earlier state, if there is one. */
    RestoreResult failed(Optional<Fallback> offer) {
        return new RestoreResult.Failed(findings(), offer);
    }

    RestoreResult inconclusive(String reason) {
        return new RestoreResult.Inconclusive(findings(), reason);
    }

    RestoreResult stopped(Try.Stopped stopped) {
        findings.addAll(stopped.findings());
        return inconclusive(stopped.reason());
    }

    RestoreResult done(Scan scan, Try.Tested tested, Optional<RecoveryPoint> wanted) {
        return concluded(
                scan,
                tested,
                wanted.filter(point -> !isSameState(point, tested.point()))
                        .map(point -> new Fallback(point, tested.point(), !oneOfTwoExcluded)));
    }

    RestoreResult concluded(Scan scan, Try.Tested tested, Optional<Fallback> fallback) {
        Restored restored = new Restored(
                tested.point(),
                TimeRequest.of(asked, scan.timeline(), afterNewest),
                tested.verification().userVersion(),
                tested.bytes(),
                rows(tested.verification()),
                tested.verification().checks(),
                fallback,
                tested.source());
        List<Finding> all = new ArrayList<>(
                fallback.isEmpty()
                        ? RestoreFindings.markedAsNotNeeded(findings, tested.verification(), asked)
                        : findings);
        boolean empty = all.stream().anyMatch(finding -> finding.code() == FindingCode.DATABASE_EMPTY);
        content.of(tested.verification().remarks(), tested.point()).stream()
                .filter(finding -> !empty || finding.code() != FindingCode.DATABASE_EMPTY)
                .forEach(all::add);
        return new RestoreResult.Done(
                restored,
                FindingSummary.of(all),
                new RestoreResult.Untested(
                        RestoreFindings.inconclusive(tested.verification()),
                        tested.verification().unfinished()),
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
     * Returns true when two points name the same state. A TXID identifies a state, and its time depends on the file
     * that leads there. For an unusable WAL segment, the requested position is its start, which is the end of the
     * segment before it. Only the times differ there.
     */
    static boolean isSameState(RecoveryPoint one, RecoveryPoint other) {
        return one.position() instanceof LtxPosition ? one.position().equals(other.position()) : one.equals(other);
    }
}
