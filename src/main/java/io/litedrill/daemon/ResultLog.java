package io.litedrill.daemon;

import io.litedrill.app.Wording;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Finding;
import io.litedrill.check.Format;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Verdict;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.ScrubResult;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.RestoreRequest;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Logs the results of the daemon: one line per event, and none for a check with an unchanged verdict. */
public final class ResultLog {
    private final Logger log;

    public ResultLog() {
        this(LoggerFactory.getLogger(ResultLog.class));
    }

    public ResultLog(Logger log) {
        this.log = log;
    }

    /**
     * Logs a changed verdict.
     *
     * @param before the previous check; empty for the first one ever
     */
    public void check(Optional<CheckResult> before, CheckResult now) {
        Optional<Verdict> old = before.map(CheckResult::verdict);
        if (old.filter(now.verdict()::equals).isEmpty()) {
            String change = old.map(Wording::word).orElse("not checked yet") + " -> " + Wording.word(now.verdict());
            say(now.verdict() == Verdict.OK, now.id(), change + worst(now.findings()));
        }
    }

    /** Logs a drill that ended. */
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

    /** Logs a scrub that ended. */
    public void scrub(ScrubResult result) {
        say(
                result.verdict() == Verdict.OK,
                result.id(),
                "scrub " + result.run().runId() + " " + Wording.word(result.verdict()) + " in "
                        + Wording.seconds(result.run().seconds()) + ", " + result.files() + " files"
                        + worst(result.findings()));
    }

    /** Logs a restore request over HTTP. The requester is in the audit. */
    public void asked(ReplicaId id, RestoreRequest request) {
        say(
                true,
                id,
                "restore of " + Wording.state(request.point()) + " to " + request.output() + " requested over HTTP");
    }

    /** Logs a restore that ended. */
    public void restore(RestoreReport report) {
        String reason = report.reason().isEmpty() ? "" : ": " + report.reason();
        say(
                report.word() == OutcomeWord.RESTORED,
                report.id(),
                "restore " + report.run().runId() + " to " + report.run().output() + " "
                        + Wording.word(report.word()) + " in "
                        + Wording.seconds(report.run().seconds()) + reason);
    }

    private static String worst(List<Finding> findings) {
        return findings.stream()
                .findFirst()
                .map(finding -> ": " + finding.code().wire() + ": " + finding.message())
                .orElse("");
    }

    /** Logs one line. File names and messages of stores may contain control characters, which are replaced. */
    private void say(boolean well, ReplicaId id, String what) {
        log.atLevel(well ? Level.INFO : Level.WARN).log(Wording.harmless(id + ": " + what));
    }
}
