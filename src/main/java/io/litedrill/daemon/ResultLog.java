package io.litedrill.daemon;

import io.litedrill.app.Wording;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.Format;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.recover.RestoreOrder.Target;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreReport.Outcome;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** What the daemon finds, as lines of its log: one for each thing that happened, none for a check that found what the last one did. */
public final class ResultLog {
    private final Logger log;

    public ResultLog() {
        this(LoggerFactory.getLogger(ResultLog.class));
    }

    public ResultLog(Logger log) {
        this.log = log;
    }

    /**
     * Tells of a verdict that changed.
     *
     * @param before the check before it; empty for the first one ever
     */
    public void check(Optional<CheckResult> before, CheckResult now) {
        Optional<Verdict> old = before.map(CheckResult::verdict);
        if (old.filter(now.verdict()::equals).isEmpty()) {
            String change = old.map(Wording::word).orElse("not checked yet") + " -> " + Wording.word(now.verdict());
            say(now.verdict() == Verdict.OK, now.id(), change + worst(now.findings()));
        }
    }

    /** Tells of a drill that ended. */
    public void drill(DrillResult result) {
        String lost = result.restored()
                .flatMap(restored -> restored.fallback())
                .map(fallback -> ". Restorable is " + Wording.point(fallback.got()) + ": "
                        + Format.duration(fallback.lost()) + " of changes would be lost"
                        + (fallback.proved() ? "" : ". That it was ever so is not proved"))
                .orElse("");
        String point = result.restored()
                .filter(restored -> restored.fallback().isEmpty())
                .map(restored -> ", recovery point " + Wording.point(restored.point()))
                .orElse("");
        say(
                result.outcome() == DrillResult.Outcome.PASSED,
                result.id(),
                "drill " + result.run().runId() + " " + Wording.word(result.outcome()) + " in "
                        + Wording.seconds(result.run().phases().total()) + point + worst(result.findings()) + lost);
    }

    /** Tells of a scrub that ended. */
    public void scrub(ScrubResult result) {
        say(
                result.verdict() == Verdict.OK,
                result.id(),
                "scrub " + result.run().runId() + " " + Wording.word(result.verdict()) + " in "
                        + Wording.seconds(result.run().seconds()) + ", " + result.files() + " files"
                        + worst(result.findings()));
    }

    /** Tells that somebody asked for a restore over HTTP; who it was is told by the audit. */
    public void asked(ReplicaId id, Target target) {
        say(
                true,
                id,
                "restore of " + Wording.state(target.point()) + " to " + target.output() + " requested over HTTP");
    }

    /** Tells that too many restores wait already. */
    public void turnedAway(ReplicaId id, Target target) {
        say(false, id, "restore to " + target.output() + " turned away: too many are waiting");
    }

    /** Tells of a restore that ended. */
    public void restore(RestoreReport report) {
        String reason =
                report.ending().reason().isEmpty() ? "" : ": " + report.ending().reason();
        say(
                report.ending().outcome() == Outcome.RESTORED,
                report.id(),
                "restore " + report.run().runId() + " to " + report.run().output() + " "
                        + Wording.word(report.ending().outcome()) + " in "
                        + Wording.seconds(report.run().seconds()) + reason);
    }

    private static String worst(List<Finding> findings) {
        return findings.stream()
                .findFirst()
                .map(finding -> ": " + finding.code().wire() + ": " + finding.message())
                .orElse("");
    }

    /** Names of files and messages of stores may hold anything, and a line of the log is one line. */
    private void say(boolean well, ReplicaId id, String what) {
        log.atLevel(well ? Level.INFO : Level.WARN).log(Wording.harmless(id + ": " + what));
    }
}
