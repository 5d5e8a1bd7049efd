package io.litedrill.drill;

import io.litedrill.check.CheckedReplica;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.ReplicaHistory.LastGood;
import io.litedrill.check.Severity;
import io.litedrill.verify.Contents;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Compares the constraint violations of a restored state with those of the last good drill, then of the live database.
 * Known violations are recorded and raise no alert; new ones are named.
 */
public final class KnownViolations {
    private final CheckedReplica watched;
    private final Optional<LastGood> lastGood;
    private final Supplier<Optional<NavigableMap<String, Long>>> live;

    /** Compares with the last good drill alone. */
    public KnownViolations(CheckedReplica watched, Optional<LastGood> lastGood) {
        this(watched, lastGood, Optional::empty);
    }

    /**
     * Compares with the last good drill, then with the live database.
     *
     * @param live counts the violations of the live database; empty when it cannot be read
     */
    KnownViolations(
            CheckedReplica watched, Optional<LastGood> lastGood, Supplier<Optional<NavigableMap<String, Long>>> live) {
        this.watched = watched;
        this.lastGood = lastGood;
        this.live = live;
    }

    /** Holds known violations and their source. */
    private record Before(String where, NavigableMap<String, Long> violations) {}

    /** Returns the result of a restore of the newest state with a finding that names the new violations. */
    public RestoreResult.Done compared(RestoreResult.Done done) {
        NavigableMap<String, Long> now =
                done.contents().map(Contents::violations).orElse(Collections.emptyNavigableMap());
        if (now.isEmpty()) {
            return done;
        }
        ContentFindings findings = new ContentFindings(watched);
        Optional<Before> drilled = lastGood.map(
                kept -> new Before("the last drill that passed", kept.contents().violations()));
        return known(drilled, now)
                .or(() -> known(live.get().map(violations -> new Before("the live database", violations)), now))
                .map(where -> with(done, findings.known(now, done.restored().point(), where)))
                .orElseGet(() -> drilled.map(before -> with(
                                done,
                                findings.beyond(
                                        now,
                                        before.violations(),
                                        done.restored().point(),
                                        before.where())))
                        .orElse(done));
    }

    private static Optional<String> known(Optional<Before> before, NavigableMap<String, Long> now) {
        return before.filter(
                        each -> ContentFindings.added(now, each.violations()).isEmpty())
                .map(Before::where);
    }

    private static RestoreResult.Done with(RestoreResult.Done done, Finding finding) {
        List<Finding> findings = new ArrayList<>(done.findings());
        findings.replaceAll(each ->
                each.code() == FindingCode.DATA_INCONSISTENT && each.severity() == Severity.WARNING ? finding : each);
        return new RestoreResult.Done(done.restored(), findings, done.untested(), done.contents(), done.scan());
    }
}
