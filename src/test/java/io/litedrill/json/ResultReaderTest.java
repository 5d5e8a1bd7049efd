package io.litedrill.json;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OVERDUE;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Cost;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreReport;
import io.litedrill.replica.timeline.TimeRequest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class ResultReaderTest {
    static Stream<CheckResult> checks() {
        return Stream.of(SampleResults.check(SHOP, NOON, GAP, OVERDUE), SampleResults.blindCheck(SHOP, NOON));
    }

    @ParameterizedTest
    @MethodSource("checks")
    void checkComesBackAsItWas(CheckResult check) {
        assertThat(ResultReader.check(through(ResultJson.keptCheck(check)))).isEqualTo(check);
    }

    static Stream<DrillResult> drills() {
        DrillResult.Run slow = new DrillResult.Run(
                "d4",
                NOON.plusNanos(1),
                new DrillResult.Phases(1e-9, 0.1 + 0.2, 1e6),
                new Cost(1L << 40, Long.MAX_VALUE));
        return Stream.of(
                SampleResults.passedDrill(SHOP, "d1", NOON),
                SampleResults.failedDrill(SHOP, "d2", NOON),
                SampleResults.inconclusiveDrill(SHOP, "d3", NOON),
                new DrillResult(SHOP, slow, DrillResult.Outcome.FAILED, Optional.empty(), List.of()));
    }

    @ParameterizedTest
    @MethodSource("drills")
    void drillComesBackAsItWas(DrillResult drill) {
        assertThat(ResultReader.drill(through(ResultJson.drill(drill)))).isEqualTo(drill);
    }

    static Stream<RestoreReport> restores() {
        return Stream.of(SampleResults.restored(SHOP, "r1", NOON), SampleResults.refused(SHOP, "r2", NOON));
    }

    @ParameterizedTest
    @MethodSource("restores")
    void restoreComesBackAsItWas(RestoreReport report) {
        assertThat(ResultReader.restore(through(ResultJson.restore(report)))).isEqualTo(report);
    }

    @ParameterizedTest
    @EnumSource(FindingCode.class)
    void everyFindingCodeAndSeverityComesBack(FindingCode code) {
        Finding[] findings = Arrays.stream(Severity.values())
                .map(severity -> new Finding(
                        code, severity, Facts.text("\"quoted\" \u0000 \ud83d\ude00\n"), "file:///a b", Hint.text("")))
                .toArray(Finding[]::new);
        CheckResult check = SampleResults.check(SHOP, NOON, findings);

        assertThat(ResultReader.check(through(ResultJson.keptCheck(check)))).isEqualTo(check);
    }

    @ParameterizedTest
    @MethodSource("outcomes")
    void everyRestoreOutcomeComesBack(RestoreOutcome outcome) {
        RestoreReport sample = SampleResults.refused(SHOP, "r1", NOON);
        RestoreReport report = new RestoreReport(SHOP, sample.run(), outcome, List.of(), TimeRequest.NONE);

        assertThat(ResultReader.restore(through(ResultJson.restore(report)))).isEqualTo(report);
    }

    static Stream<RestoreOutcome> outcomes() {
        Hint why = Hint.text("why");
        return Stream.concat(
                Stream.of(
                        new RestoreOutcome.Complete(Optional.empty(), why),
                        new RestoreOutcome.WithProblems(Optional.empty(), why),
                        new RestoreOutcome.FailedChanged(why, ""),
                        new RestoreOutcome.NotNeeded(why),
                        new RestoreOutcome.Refusal(why, Optional.of(Permission.FORCE), Effect.NOTHING)),
                Arrays.stream(Effect.values())
                        .flatMap(effect -> Stream.of(
                                new RestoreOutcome.Refusal(why, Optional.empty(), effect),
                                new RestoreOutcome.FailedUnchanged(why, effect),
                                new RestoreOutcome.Inconclusive(why, effect))));
    }

    @Test
    void contractFormOfACheckIsRefusedByItsMissingKey() {
        JsonObject contract = ResultJson.check(SampleResults.check(SHOP, NOON));

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> ResultReader.check(contract))
                .withMessage("kept: missing or null");
    }

    @Test
    void valueThatThisVersionDoesNotKnowIsNamed() {
        String drill =
                ResultJson.drill(SampleResults.passedDrill(SHOP, "d1", NOON)).compact();

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> ResultReader.drill(JsonObject.parse(
                        drill.replace("\"outcome\":\"passed\",\"mode", "\"outcome\":\"so-so\",\"mode"))))
                .withMessage("outcome: not known to this version. Found: so-so");
    }

    @Test
    void brokenPositionIsNamed() {
        String drill =
                ResultJson.drill(SampleResults.passedDrill(SHOP, "d1", NOON)).compact();

        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(() -> ResultReader.drill(JsonObject.parse(drill.replace("000000000000001f", "1g"))))
                .withMessageStartingWith("position: a TXID is 1 to 16 hex digits.");
    }

    @Test
    void pathThatNoFileCanHaveIsNamed() {
        String restore =
                ResultJson.restore(SampleResults.restored(SHOP, "r1", NOON)).compact();

        for (String path : List.of("\"output\":\"/restores/shop.db\"", "\"moved_aside\":\"/restores/aside\"")) {
            String key = path.substring(1, path.indexOf('"', 1));
            assertThat(restore).contains(path);
            assertThatExceptionOfType(JsonException.class)
                    .isThrownBy(() -> ResultReader.restore(
                            JsonObject.parse(restore.replace(path, "\"" + key + "\":\"/a\\u0000b\""))))
                    .withMessageStartingWith(key + ": expected a path. Found: /a");
        }
    }

    @Test
    void secondsBeyondAnyClockAreNamed() {
        String drill =
                ResultJson.drill(SampleResults.passedDrill(SHOP, "d1", NOON)).compact();

        assertThat(drill).contains("\"plan\":0.25");
        assertThatExceptionOfType(JsonException.class)
                .isThrownBy(
                        () -> ResultReader.drill(JsonObject.parse(drill.replace("\"plan\":0.25", "\"plan\":1e399"))))
                .withMessageStartingWith("plan: expected seconds. Found: 1E+399");
    }

    private static JsonObject through(JsonObject json) {
        assertThat(JsonObject.parse(json.pretty())).isEqualTo(json);
        return JsonObject.parse(json.compact());
    }
}
