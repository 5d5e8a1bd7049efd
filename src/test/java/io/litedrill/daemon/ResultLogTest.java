package io.litedrill.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.litedrill.check.CheckResult;
import io.litedrill.check.Checker;
import io.litedrill.check.Cost;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.drill.Fallback;
import io.litedrill.drill.Restored;
import io.litedrill.recover.Permissions;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreReport;
import io.litedrill.recover.TestRequests;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.Point;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.TimeRequest;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResultLogTest {
    private static final Instant NOON = Instant.parse("2026-11-01T12:00:00Z");
    private static final ReplicaId SHOP = new ReplicaId("shop", "file");
    private static final Finding GAP = new Finding(
            FindingCode.GAP, Severity.CRITICAL, Facts.text("a file\nis missing"), "file:///r", Hint.text(""));

    private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
    private final Logger logger = new LoggerContext().getLogger("test");
    private final ResultLog log = new ResultLog(logger);

    @BeforeEach
    void listen() {
        lines.start();
        logger.addAppender(lines);
    }

    private List<String> said() {
        return lines.list.stream()
                .map(event -> event.getLevel() + " " + event.getFormattedMessage())
                .toList();
    }

    @Test
    void aChangeOfVerdictIsLoggedOnce() {
        log.check(Optional.empty(), check());
        log.check(Optional.of(check()), check());
        log.check(Optional.of(check()), check(GAP));
        log.check(Optional.of(check(GAP)), check(GAP));
        log.check(Optional.of(check(GAP)), check());

        assertThat(said())
                .containsExactly(
                        "INFO shop (file): not checked yet -> ok",
                        "WARN shop (file): ok -> critical: gap: a file?is missing",
                        "INFO shop (file): critical -> ok");
    }

    @Test
    void everyDrillThatEndsIsLogged() {
        RecoveryPoint got = new RecoveryPoint(NOON, LtxPosition.parse("1"));
        Fallback fallback = new Fallback(new RecoveryPoint(NOON.plusSeconds(310), LtxPosition.parse("2")), got, true);
        log.drill(drill(DrillResult.Outcome.PASSED, Optional.empty()));
        log.drill(drill(DrillResult.Outcome.FAILED, Optional.of(fallback), GAP));
        log.drill(drill(DrillResult.Outcome.INCONCLUSIVE, Optional.empty(), GAP));

        assertThat(said()).hasSize(3);
        assertThat(said().get(0)).startsWith("INFO shop (file): drill 7 passed in 3.00s, recovery point " + NOON);
        assertThat(said().get(1))
                .startsWith("WARN shop (file): drill 7 failed in 3.00s: gap: a file?is missing. Restorable is " + NOON)
                .endsWith("5m 10s of changes would be lost");
        assertThat(said().get(2)).startsWith("WARN shop (file): drill 7 inconclusive");
    }

    @Test
    void aRestoreIsLoggedWhenItIsRequestedAndWhenItEnds() {
        Path output = Path.of("/restored/again.db");
        log.asked(SHOP, TestRequests.toFile("8", new Point.Newest(), output, Permissions.NONE));
        log.restore(restore(output, new RestoreOutcome.Complete(Optional.empty(), Hint.none())));
        log.restore(restore(output, RestoreOutcome.Refusal.of("is there already")));

        assertThat(said())
                .containsExactly(
                        "INFO shop (file): restore of the newest state to /restored/again.db requested over HTTP",
                        "INFO shop (file): restore 8 to /restored/again.db restored in 2.00s",
                        "WARN shop (file): restore 8 to /restored/again.db refused in 2.00s: is there already");
    }

    private static CheckResult check(Finding... findings) {
        Objectives objectives = new Objectives(
                Duration.ofDays(1), Optional.empty(), Duration.ofDays(2), Optional.empty(), Optional.empty());
        return Checker.blind(SHOP, new CheckResult.Run(NOON, Cost.NONE), objectives, List.of(findings));
    }

    private static DrillResult drill(DrillResult.Outcome outcome, Optional<Fallback> fallback, Finding... findings) {
        DrillResult.Run run = new DrillResult.Run("7", NOON, new DrillResult.Phases(1, 1, 1), Cost.NONE);
        RecoveryPoint point = new RecoveryPoint(NOON, LtxPosition.parse("1"));
        Restored restored = new Restored(
                point, TimeRequest.NONE, OptionalLong.empty(), 4096, OptionalLong.empty(), List.of(), fallback);
        return new DrillResult(SHOP, run, outcome, Optional.of(restored), List.of(findings));
    }

    private static RestoreReport restore(Path output, RestoreOutcome outcome) {
        RestoreReport.Run run = new RestoreReport.Run("8", NOON, 2, output, Optional.empty());
        return new RestoreReport(SHOP, run, outcome, List.of(), TimeRequest.NONE);
    }
}
