package io.litedrill.json;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.LTX_POINT;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OVERDUE;
import static io.litedrill.json.SampleResults.SHOP;
import static io.litedrill.json.SampleResults.WAL_POINT;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.replica.LtxPosition;
import io.litedrill.replica.RecoveryPoint;
import io.litedrill.replica.timeline.Gap;
import io.litedrill.replica.timeline.ProvedPoints;
import io.litedrill.replica.timeline.Span;
import io.litedrill.replica.timeline.Window;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ResultJsonTest {
    @Test
    void checkHasTheKeysOfTheContract() {
        assertThat(ResultJson.check(SampleResults.check(SHOP, NOON, GAP)).pretty())
                .isEqualTo("""
                    {
                      "database": "shop",
                      "replica": "s3",
                      "verdict": "critical",
                      "checked_at": "2026-11-01T12:00:00Z",
                      "layout": "ltx",
                      "recovery_point": "2026-11-01T11:59:58.123Z",
                      "position": "000000000000001f",
                      "lag_seconds": 1.877,
                      "lag_basis": "position",
                      "snapshot": "2026-11-01T11:00:00Z",
                      "snapshot_count": 3,
                      "window_start": "2026-10-31T12:00:00Z",
                      "gap_count": 1,
                      "findings": [
                        {
                          "code": "gap",
                          "severity": "critical",
                          "message": "TXID 0000000000000007 is missing.",
                          "where": "s3://bucket/shop",
                          "hint": "Restore an earlier point: litedrill window shop"
                        }
                      ],
                      "requests": 2,
                      "bytes_read": 0
                    }\
                    """);
    }

    @Test
    void whatACheckCouldNotSeeIsNullUnderItsKey() {
        assertThat(ResultJson.check(SampleResults.blindCheck(SHOP, NOON)).compact())
                .isEqualTo("""
                    {"database":"shop","replica":"s3","verdict":"unknown","checked_at":"2026-11-01T12:00:00Z",\
                    "layout":null,"recovery_point":null,"position":null,"lag_seconds":null,"lag_basis":null,"snapshot":null,\
                    "snapshot_count":0,"window_start":null,"gap_count":0,"findings":[{"code":"storage-unreachable",\
                    "severity":"unknown","message":"No answer.","where":"s3://bucket/shop","hint":"Try again."}],\
                    "requests":1,"bytes_read":0}\
                    """);
    }

    @Test
    void drillReportsItsFallbackInTimeAndPositions() {
        assertThat(ResultJson.drill(SampleResults.failedDrill(SHOP, "d1", NOON)).compact())
                .isEqualTo("""
                    {"database":"shop","replica":"s3","id":"d1","started_at":"2026-11-01T12:00:00Z","outcome":"failed","mode":"full","full_because":null,\
                    "recovery_point":"2026-11-01T11:00:00Z","position":"0123456789abcdef/fffffffe:4152",\
                    "after_newest":false,"requested":null,"earlier_by_seconds":null,"later_by_up_to_seconds":null,\
                    "next_later":null,"user_version":null,"database_bytes":4096,"rows":null,"requests":12,"bytes_read":34567,\
                    "seconds":{"plan":0.25,"restore":2,"verify":1.5,"total":3.75},\
                    "checks":[{"name":"assertion: orders","outcome":"failed","detail":"0 rows","seconds":0.25}],\
                    "fallback":{"wanted":"2026-11-01T11:30:00Z","got":"2026-11-01T11:00:00Z",\
                    "wanted_position":"0123456789abcdef/ffffffff:0","got_position":"0123456789abcdef/fffffffe:4152",\
                    "lost_seconds":1800,"proved":false},"findings":[{"code":"gap","severity":"critical",\
                    "message":"TXID 0000000000000007 is missing.","where":"s3://bucket/shop",\
                    "hint":"Restore an earlier point: litedrill window shop"}]}\
                    """);
    }

    @Test
    void drillThatRestoredNothingKeepsItsKeys() {
        assertThat(ResultJson.drill(SampleResults.inconclusiveDrill(SHOP, "d1", NOON))
                        .compact())
                .isEqualTo("""
                    {"database":"shop","replica":"s3","id":"d1","started_at":"2026-11-01T12:00:00Z",\
                    "outcome":"inconclusive","mode":"full","full_because":null,"recovery_point":null,"position":null,\
                    "after_newest":false,"requested":null,"earlier_by_seconds":null,"later_by_up_to_seconds":null,\
                    "next_later":null,\
                    "user_version":null,"database_bytes":null,"rows":null,"requests":0,"bytes_read":0,\
                    "seconds":{"plan":0,"restore":0,"verify":0,"total":0},"checks":[],"fallback":null,"findings":[]}\
                    """);
    }

    @Test
    void restoreReportsItsOutputAndWhatWasMovedAside() {
        assertThat(ResultJson.restore(SampleResults.restored(SHOP, "r1", NOON)).compact())
                .isEqualTo("""
                    {"database":"shop","replica":"s3","id":"r1","started_at":"2026-11-01T12:00:00Z","outcome":"restored",\
                    "ending":"restored","reason":"","overridden_by":null,"effect":null,"source":"replica",\
                    "output":"/restores/shop.db","in_place":null,"requested_by":null,\
                    "recovery_point":"2026-11-01T11:00:00Z",\
                    "position":"0123456789abcdef/fffffffe:4152","after_newest":false,"requested":"2026-11-01T12:00:30Z",\
                    "earlier_by_seconds":3630,"later_by_up_to_seconds":0,\
                    "next_later":{"recovery_point":"2026-11-01T12:05:00.500Z","position":"0000000000000020"},\
                    "user_version":0,"database_bytes":8192,"rows":9,"seconds":1.5,\
                    "moved_aside":"/restores/aside","checks":[],"fallback":null,"findings":[]}\
                    """);
    }

    private static Gap.Missing hole(String what, String where) {
        return new Gap.Missing(Gap.Kind.HOLE, what, where);
    }

    @Test
    void windowReportsSpansAndGaps() {
        RecoveryPoint later = new RecoveryPoint(NOON, new LtxPosition(-1L));
        Gap first = new Gap(Optional.empty(), NOON, hole("TXID 0000000000000001", "s3://b/1"), Optional.empty());
        Gap second =
                new Gap(Optional.of(LTX_POINT), NOON, hole("TXID 0000000000000020", "s3://b/2"), Optional.of(NOON));
        Window window = new Window(
                List.of(new Span(
                        LTX_POINT,
                        later,
                        Duration.ofMillis(1500),
                        new ProvedPoints(
                                3,
                                List.of(new ProvedPoints.Range(
                                        LTX_POINT.time(), later.time(), LTX_POINT.position(), later.position(), 2))))),
                List.of(first, second));

        assertThat(WindowJson.window(window, Optional.empty()).compact()).isEqualTo("""
            {"spans":[{"from":"2026-11-01T11:59:58.123Z","to":"2026-11-01T12:00:00Z",\
            "from_position":"000000000000001f","to_position":"ffffffffffffffff","layout":"ltx","largest_step_seconds":1.5,\
            "proved":false,"points":3,"proved_points":2,"proved_until":"2026-11-01T12:00:00Z",\
            "proved_ranges":[{"from":"2026-11-01T11:59:58.123Z","to":"2026-11-01T12:00:00Z",\
            "from_position":"000000000000001f","to_position":"ffffffffffffffff","points":2}],"trusted":true}],\
            "gaps":[{"after":null,"before":"2026-11-01T12:00:00Z","missing":"TXID 0000000000000001"},\
            {"after":"2026-11-01T11:59:58.123Z","before":"2026-11-01T12:00:00Z",\
            "missing":"TXID 0000000000000020"}],"around":null}\
            """);
        assertThat(WindowJson.window(new Window(List.of(), List.of()), Optional.empty())
                        .compact())
                .isEqualTo("{\"spans\":[],\"gaps\":[],\"around\":null}");
    }

    @Test
    void keptCheckIsTheContractAndOneKeyMore() {
        CheckResult check = SampleResults.check(SHOP, NOON, GAP, OVERDUE);
        String contract = ResultJson.check(check).compact();

        assertThat(ResultJson.keptCheck(check).compact()).isEqualTo(contract.substring(0, contract.length() - 1) + """
            ,"kept":{"snapshot_age_seconds":3540,"snapshot_allowed_seconds":90000,"files":42,"bytes":123456,\
            "unread":7,"objectives":{"rpo":300,"rto":600,"drill_age":172800,"retention":null,"expect_writes":900}}}\
            """);
    }

    @Test
    void layoutIsThatOfTheNewestPoint() {
        CheckResult ltx = SampleResults.check(SHOP, NOON);
        CheckResult.Seen seen = ltx.seen();
        CheckResult wal = new CheckResult(
                SHOP,
                ltx.run(),
                new CheckResult.Seen(
                        Optional.of(WAL_POINT),
                        seen.lag(),
                        seen.lagBasis(),
                        seen.windowStart(),
                        seen.snapshots(),
                        seen.extent()),
                ltx.objectives(),
                List.of());

        assertThat(ResultJson.check(wal).text("layout")).contains("wal");
        assertThat(ResultJson.check(wal).text("verdict")).contains("ok");
    }
}
