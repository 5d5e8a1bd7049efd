package io.litedrill.json;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OVERDUE;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.drill.DrillResult;
import io.litedrill.fuzz.FuzzTarget;
import io.litedrill.recover.RestoreReport;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;

/** Any text as a document of the history. */
class ResultReaderFuzzTest extends FuzzTarget {
    @Override
    protected Stream<byte[]> seeds() {
        return Stream.of(
                        ResultJson.keptCheck(SampleResults.check(SHOP, NOON, GAP, OVERDUE)),
                        ResultJson.drill(SampleResults.passedDrill(SHOP, "d1", NOON)),
                        ResultJson.drill(SampleResults.failedDrill(SHOP, "d2", NOON)),
                        ResultJson.restore(SampleResults.restored(SHOP, "r1", NOON)),
                        ResultJson.restore(SampleResults.refused(SHOP, "r2", NOON)))
                .map(json -> json.compact().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    protected void read(byte[] input) {
        try {
            JsonObject json = JsonObject.parse(new String(input, StandardCharsets.UTF_8));
            assertThat(JsonObject.parse(json.compact())).isEqualTo(json);
            assertThat(JsonObject.parse(json.pretty())).isEqualTo(json);
            check(json);
            drill(json);
            restore(json);
        } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static void check(JsonObject json) {
        try {
            CheckResult check = ResultReader.check(json);
            assertThat(ResultReader.check(ResultJson.keptCheck(check))).isEqualTo(check);
        } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static void drill(JsonObject json) {
        try {
            DrillResult drill = ResultReader.drill(json);
            assertThat(ResultReader.drill(ResultJson.drill(drill))).isEqualTo(drill);
        } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }

    private static void restore(JsonObject json) {
        try {
            RestoreReport report = ResultReader.restore(json);
            assertThat(ResultReader.restore(ResultJson.restore(report))).isEqualTo(report);
        } catch (JsonException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
