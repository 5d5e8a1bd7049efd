package io.litedrill.metrics;

import static io.litedrill.json.SampleResults.GAP;
import static io.litedrill.json.SampleResults.NOON;
import static io.litedrill.json.SampleResults.OBJECTIVES;
import static io.litedrill.json.SampleResults.OVERDUE;
import static io.litedrill.json.SampleResults.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.check.CheckResult;
import io.litedrill.check.Facts;
import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.check.Objectives;
import io.litedrill.check.ReplicaId;
import io.litedrill.check.Severity;
import io.litedrill.drill.DrillResult;
import io.litedrill.json.SampleResults;
import io.litedrill.recover.RestoreReport;
import io.litedrill.storage.StorageListener;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MetricsTest {
    private static final Monitor.Configuration READ =
            new Monitor.Configuration(true, Instant.parse("2026-11-01T12:00:00Z"));

    private static final Finding HOOK_FAILED = new Finding(
            FindingCode.HOOK_FAILED,
            Severity.CRITICAL,
            Facts.text("exit code 1"),
            "/hooks/after",
            Hint.text("run it by hand"));
    private static final Duration MINUTE = Duration.ofMinutes(1);
    private static final ReplicaId OTHER = new ReplicaId("o\"t\\h\ner", "s3");
    private static final String LABELS = "{database=\"shop\",replica=\"s3\"} ";

    private final Metrics metrics = new Metrics(new Monitor(
            "0.1.0",
            () -> OptionalLong.of(512),
            () -> Map.of("running", 1, "waiting", 2),
            () -> READ,
            () -> new Monitor.History(true, 3, 2)));

    @BeforeEach
    void register() {
        metrics.register(SHOP, OBJECTIVES, MINUTE);
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void registeredReplicaHasPromisesAndCountersAtZeroAndNothingElse() {
        assertThat(replicaSeries())
                .allSatisfy(line -> assertThat(line)
                        .matches("litedrill_(drills_total|checks_total|restores_total|storage_[a-z_]+_total"
                                + "|drill_duration_seconds_[a-z]+|objective_seconds)\\{.*"));
        assertThat(series("litedrill_drills_total"))
                .containsExactly(
                        "litedrill_drills_total{database=\"shop\",outcome=\"failed\",replica=\"s3\"} 0.0",
                        "litedrill_drills_total{database=\"shop\",outcome=\"inconclusive\",replica=\"s3\"} 0.0",
                        "litedrill_drills_total{database=\"shop\",outcome=\"passed\",replica=\"s3\"} 0.0");
        assertThat(series("litedrill_checks_total")).hasSize(4).allMatch(line -> line.endsWith(" 0.0"));
        assertThat(series("litedrill_restores_total")).hasSize(5).allMatch(line -> line.endsWith(" 0.0"));
        assertThat(series("litedrill_storage_requests_total")).hasSize(4).allMatch(line -> line.endsWith(" 0.0"));
        assertThat(series("litedrill_drill_duration_seconds_count"))
                .containsExactly("litedrill_drill_duration_seconds_count" + LABELS + "0");
    }

    @Test
    void promisesThatWereNotMadeAreAbsent() {
        assertThat(series("litedrill_objective_seconds"))
                .containsExactly(
                        objective("check_interval", "60.0"),
                        objective("drill_age", "172800.0"),
                        objective("expect_writes", "900.0"),
                        objective("rpo", "300.0"),
                        objective("rto", "600.0"));
        metrics.register(
                SHOP,
                new Objectives(
                        Duration.ofMillis(1500),
                        Optional.empty(),
                        Duration.ofDays(1),
                        Optional.of(Duration.ofHours(1)),
                        Optional.empty()),
                Duration.ofMinutes(5));
        assertThat(series("litedrill_objective_seconds"))
                .containsExactly(
                        objective("check_interval", "300.0"),
                        objective("drill_age", "86400.0"),
                        objective("retention", "3600.0"),
                        objective("rpo", "1.5"));
    }

    @Test
    void snapshotAgeIsPromisedFromTheFirstCheckOn() {
        metrics.checks().accept(SampleResults.check(SHOP, NOON));
        assertThat(series("litedrill_objective_seconds")).contains(objective("snapshot_age", "90000.0"));
    }

    @Test
    void checkShowsEventsMeasuresAndVerdict() {
        metrics.checks().accept(SampleResults.check(SHOP, NOON, GAP));

        assertValue("litedrill_recovery_point_timestamp_seconds", "1.793534398123E9");
        assertValue("litedrill_snapshot_timestamp_seconds", "1.7935308E9");
        assertValue("litedrill_window_start_timestamp_seconds", "1.793448E9");
        assertValue("litedrill_last_check_timestamp_seconds", "1.7935344E9");
        assertValue("litedrill_lag_seconds", "1.877");
        assertValue("litedrill_snapshot_age_seconds", "3540.0");
        assertValue("litedrill_replica_bytes", "123456.0");
        assertValue("litedrill_replica_files", "42.0");
        assertValue("litedrill_replica_unread_files", "7.0");
        assertValue("litedrill_window_gaps", "1.0");
        assertThat(series("litedrill_checks_total"))
                .contains("litedrill_checks_total{database=\"shop\",replica=\"s3\",verdict=\"critical\"} 1.0");
        assertThat(series("litedrill_verdict"))
                .containsExactly(
                        verdict("critical", 1), verdict("ok", 0), verdict("unknown", 0), verdict("warning", 0));
    }

    @Test
    void findingIsThereWhileItIsFound() {
        metrics.checks().accept(SampleResults.check(SHOP, NOON, GAP, GAP, OVERDUE));
        assertThat(series("litedrill_finding"))
                .containsExactly(finding("gap", "critical"), finding("snapshot-overdue", "warning"));

        metrics.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60), OVERDUE));
        assertThat(series("litedrill_finding")).containsExactly(finding("snapshot-overdue", "warning"));

        metrics.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(120)));
        assertThat(series("litedrill_finding")).isEmpty();
    }

    @Test
    void whatTheLastAnswerFoundIsShownAfterARestartAlthoughALaterDrillCouldNotLook() {
        metrics.reload(SHOP, PastEvents.of(SampleResults.failedDrill(SHOP, "d1", NOON)));
        metrics.reload(SHOP, PastEvents.of(inconclusive(FindingCode.SCRATCH_FULL)));

        assertThat(series("litedrill_finding"))
                .containsExactly(finding("gap", "critical"), finding("scratch-full", "unknown"));
    }

    /** A restore whose hook failed has restored; only the next restore shows whether the hook works again. */
    @Test
    void hookThatFailedAfterARestoreStaysUntilTheNextRestore() {
        RestoreReport sound = SampleResults.restored(SHOP, "r1", NOON);
        metrics.restores()
                .accept(new RestoreReport(
                        sound.id(), sound.run(), sound.outcome(), List.of(GAP, HOOK_FAILED), sound.request()));
        metrics.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60)));
        assertThat(series("litedrill_finding")).containsExactly(finding("hook-failed", "critical"));

        metrics.restores().accept(sound);
        assertThat(series("litedrill_finding")).isEmpty();
    }

    @Test
    void findingOfADrillStaysUntilADrillEndsDifferently() {
        metrics.drills().accept(SampleResults.failedDrill(SHOP, "d1", NOON));
        metrics.checks().accept(SampleResults.check(SHOP, NOON.plusSeconds(60)));
        metrics.drills().accept(inconclusive(FindingCode.SCRATCH_FULL));
        assertThat(series("litedrill_finding"))
                .containsExactly(finding("gap", "critical"), finding("scratch-full", "unknown"));

        metrics.drills().accept(SampleResults.passedDrill(SHOP, "d3", NOON));
        assertThat(series("litedrill_finding")).isEmpty();
    }

    @Test
    void checkThatCouldNotLookKeepsEventsAndDropsMeasures() {
        metrics.checks().accept(SampleResults.check(SHOP, NOON));
        metrics.checks().accept(SampleResults.blindCheck(SHOP, NOON.plusSeconds(60)));

        assertValue("litedrill_recovery_point_timestamp_seconds", "1.793534398123E9");
        assertValue("litedrill_snapshot_timestamp_seconds", "1.7935308E9");
        assertValue("litedrill_last_check_timestamp_seconds", "1.79353446E9");
        assertThat(List.of(
                        "lag_seconds",
                        "snapshot_age_seconds",
                        "replica_bytes",
                        "replica_files",
                        "replica_unread_files",
                        "window_gaps"))
                .allSatisfy(name -> assertThat(series("litedrill_" + name)).isEmpty());
        assertThat(series("litedrill_verdict")).contains(verdict("unknown", 1), verdict("ok", 0));
    }

    @Test
    void checkThatLookedAndFoundNothingDropsEvents() {
        metrics.checks().accept(SampleResults.check(SHOP, NOON));
        metrics.checks().accept(empty(NOON.plusSeconds(60)));

        assertThat(series("litedrill_recovery_point_timestamp_seconds")).isEmpty();
        assertThat(series("litedrill_snapshot_timestamp_seconds")).isEmpty();
        assertValue("litedrill_replica_files", "0.0");
    }

    @Test
    void drillShowsItsTimesAndSizes() {
        metrics.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));

        assertValue("litedrill_last_drill_timestamp_seconds", "1.79353440375E9");
        assertValue("litedrill_last_passed_drill_timestamp_seconds", "1.79353440375E9");
        assertThat(series("litedrill_last_failed_drill_timestamp_seconds")).isEmpty();
        assertValue("litedrill_database_bytes", "8192.0");
        assertThat(series("litedrill_rto_seconds"))
                .containsExactly(phase("plan", 0.25), phase("restore", 2), phase("total", 3.75), phase("verify", 1.5));
        assertThat(series("litedrill_drill_duration_seconds_bucket"))
                .contains(
                        "litedrill_drill_duration_seconds_bucket{database=\"shop\",replica=\"s3\",le=\"1.0\"} 0",
                        "litedrill_drill_duration_seconds_bucket{database=\"shop\",replica=\"s3\",le=\"5.0\"} 1",
                        "litedrill_drill_duration_seconds_bucket{database=\"shop\",replica=\"s3\",le=\"+Inf\"} 1");
        assertThat(series("litedrill_drill_duration_seconds_sum"))
                .containsExactly("litedrill_drill_duration_seconds_sum" + LABELS + "3.75");
    }

    @Test
    void incrementalDrillLeavesTheTimesOfTheFullOne() {
        metrics.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        metrics.drills().accept(SampleResults.incrementalDrill(SHOP, "d2", NOON.plusSeconds(60)));

        assertValue("litedrill_last_passed_drill_timestamp_seconds", "1.79353446025E9");
        assertThat(series("litedrill_rto_seconds"))
                .containsExactly(phase("plan", 0.25), phase("restore", 2), phase("total", 3.75), phase("verify", 1.5));
    }

    @Test
    void inconclusiveDrillResetsNoSuccessAndCountsAsNone() {
        metrics.drills().accept(SampleResults.passedDrill(SHOP, "d1", NOON));
        metrics.drills().accept(SampleResults.inconclusiveDrill(SHOP, "d2", NOON.plusSeconds(60)));

        assertValue("litedrill_last_drill_timestamp_seconds", "1.79353446E9");
        assertValue("litedrill_last_passed_drill_timestamp_seconds", "1.79353440375E9");
        assertValue("litedrill_database_bytes", "8192.0");
        assertThat(series("litedrill_rto_seconds")).contains(phase("total", 3.75));
        assertThat(series("litedrill_drill_duration_seconds_count"))
                .containsExactly("litedrill_drill_duration_seconds_count" + LABELS + "1");
        assertThat(series("litedrill_drills_total"))
                .contains("litedrill_drills_total{database=\"shop\",outcome=\"inconclusive\",replica=\"s3\"} 1.0");
    }

    @Test
    void onlyARestoreThatWroteIsALastRestore() {
        metrics.restores().accept(SampleResults.refused(SHOP, "r1", NOON));
        assertThat(series("litedrill_last_restore_timestamp_seconds")).isEmpty();

        metrics.restores().accept(SampleResults.restored(SHOP, "r2", NOON));
        assertValue("litedrill_last_restore_timestamp_seconds", "1.7935344015E9");
        assertThat(series("litedrill_restores_total"))
                .contains(
                        "litedrill_restores_total{database=\"shop\",outcome=\"refused\",replica=\"s3\"} 1.0",
                        "litedrill_restores_total{database=\"shop\",outcome=\"restored\",replica=\"s3\"} 1.0");
    }

    @Test
    void theLastRestoreSaysWhereToAndWhoRequestedIt() {
        metrics.restores().accept(SampleResults.restored(SHOP, "r1", NOON));
        assertThat(series("litedrill_last_restore_origin")).isEmpty();

        metrics.restores().accept(SampleResults.restored(SHOP, "r2", NOON).from(new RestoreReport.Origin("ada", true)));
        assertThat(series("litedrill_last_restore_origin"))
                .containsExactly(
                        "litedrill_last_restore_origin{database=\"shop\",destination=\"live_path\",replica=\"s3\",requested_by=\"ada\"}"
                                + " 1.0");

        metrics.reloadOrigin(
                SHOP, SampleResults.restored(SHOP, "r3", NOON).from(new RestoreReport.Origin("bob", false)));
        assertThat(series("litedrill_last_restore_origin"))
                .containsExactly(
                        "litedrill_last_restore_origin{database=\"shop\",destination=\"file\",replica=\"s3\",requested_by=\"bob\"}"
                                + " 1.0");
    }

    @Test
    void requestsAndBytesAreCounted() {
        StorageListener listener = metrics.storage(SHOP);
        listener.request(StorageListener.Operation.LIST, true);
        listener.request(StorageListener.Operation.GET, false);
        listener.request(StorageListener.Operation.GET, false);
        listener.read(1000);

        assertThat(series("litedrill_storage_requests_total"))
                .containsExactly(
                        requests("get", "failed", 2), requests("get", "ok", 0),
                        requests("list", "failed", 0), requests("list", "ok", 1));
        assertValue("litedrill_storage_read_bytes_total", "1000.0");
    }

    @Test
    void whatHappenedBeforeTheStartIsShownAndNotCounted() {
        metrics.reload(
                SHOP,
                new PastEvents(
                        Optional.of(SampleResults.check(SHOP, NOON, OVERDUE)),
                        Optional.of(SampleResults.failedDrill(SHOP, "d1", NOON)),
                        new PastEvents.Times(
                                Optional.of(NOON.plusSeconds(4)),
                                Optional.empty(),
                                Optional.of(NOON),
                                Optional.of(NOON))));

        assertValue("litedrill_recovery_point_timestamp_seconds", "1.793534398123E9");
        assertValue("litedrill_last_check_timestamp_seconds", "1.7935344E9");
        assertValue("litedrill_last_drill_timestamp_seconds", "1.793534404E9");
        assertValue("litedrill_last_failed_drill_timestamp_seconds", "1.7935344E9");
        assertValue("litedrill_last_restore_timestamp_seconds", "1.7935344E9");
        assertValue("litedrill_database_bytes", "4096.0");
        assertThat(series("litedrill_last_passed_drill_timestamp_seconds")).isEmpty();
        assertThat(series("litedrill_verdict")).isEmpty();
        assertThat(series("litedrill_lag_seconds")).isEmpty();
        assertThat(series("litedrill_finding")).containsExactly(finding("gap", "critical"));
        assertThat(series("litedrill_drills_total")).allMatch(line -> line.endsWith(" 0.0"));
        assertThat(series("litedrill_checks_total")).allMatch(line -> line.endsWith(" 0.0"));
    }

    @Test
    void whatAScrubFoundStaysUntilTheNextScrub() {
        metrics.register(SHOP, OBJECTIVES, Duration.ofMinutes(1));
        metrics.scrubs().accept(SampleResults.scrub(SHOP, "a", NOON, GAP));
        metrics.checks().accept(SampleResults.check(SHOP, NOON));
        metrics.drills().accept(SampleResults.passedDrill(SHOP, "d", NOON));
        assertThat(series("litedrill_finding")).containsExactly(finding("gap", "critical"));

        metrics.scrubs().accept(SampleResults.scrub(SHOP, "b", NOON));
        assertThat(series("litedrill_finding")).isEmpty();
    }

    /** Another node stores a finding from before an outage after the outage. */
    @Test
    void anOlderScrubChangesNothing() {
        metrics.register(SHOP, OBJECTIVES, Duration.ofMinutes(1));
        metrics.scrubs().accept(SampleResults.scrub(SHOP, "b", NOON, GAP));

        metrics.reload(SampleResults.scrub(SHOP, "a", NOON.minusSeconds(1800)));

        assertThat(series("litedrill_finding")).containsExactly(finding("gap", "critical"));
    }

    /** The clock was ahead during the scrub before. */
    @Test
    void anOwnScrubReplacesOneThatEndedLater() {
        metrics.register(SHOP, OBJECTIVES, Duration.ofMinutes(1));
        metrics.scrubs().accept(SampleResults.scrub(SHOP, "a", NOON.plusSeconds(86_400)));

        metrics.scrubs().accept(SampleResults.scrub(SHOP, "b", NOON, GAP));

        assertThat(series("litedrill_finding")).containsExactly(finding("gap", "critical"));
    }

    /** A restore by another node whose result arrives late. */
    @Test
    void anOlderRestoreChangesNothing() {
        metrics.register(SHOP, OBJECTIVES, Duration.ofMinutes(1));
        metrics.restores().accept(SampleResults.restored(SHOP, "b", NOON));
        List<String> before = series("litedrill_last_restore_timestamp_seconds");
        List<String> origin = series("litedrill_last_restore_origin");
        assertThat(before).isNotEmpty();

        metrics.reload(SHOP, SampleResults.restored(SHOP, "a", NOON.minusSeconds(1800)));
        metrics.reloadOrigin(SHOP, SampleResults.restored(SHOP, "a", NOON.minusSeconds(1800)));

        assertThat(series("litedrill_last_restore_timestamp_seconds")).isEqualTo(before);
        assertThat(series("litedrill_last_restore_origin")).isEqualTo(origin);
    }

    @Test
    void replicaThatLeavesTakesEverySeriesWithItAndComesBackFromZero() {
        StorageListener listener = metrics.storage(SHOP);
        everything(SHOP);
        metrics.register(OTHER, OBJECTIVES, MINUTE);
        everything(OTHER);
        metrics.retain(Set.of(OTHER));
        listener.read(1);
        everything(SHOP);

        assertThat(replicaSeries()).isNotEmpty().noneMatch(line -> line.contains("\"shop\""));
        assertThat(replicaSeries()).allMatch(line -> line.contains("database=\"o\\\"t\\\\h\\ner\""));

        metrics.register(SHOP, OBJECTIVES, MINUTE);
        assertThat(series("litedrill_verdict")).noneMatch(line -> line.contains("\"shop\""));
        assertValue("litedrill_storage_read_bytes_total", "0.0");
    }

    @Test
    void unknownReplicaHasNoSeries() {
        everything(OTHER);
        metrics.storage(OTHER).read(5);

        assertThat(replicaSeries()).allMatch(line -> line.contains("\"shop\""));
    }

    @Test
    void registeringAgainKeepsCounting() {
        metrics.checks().accept(SampleResults.check(SHOP, NOON));
        metrics.register(SHOP, OBJECTIVES, MINUTE);
        metrics.checks().accept(SampleResults.check(SHOP, NOON));

        assertThat(series("litedrill_checks_total"))
                .contains("litedrill_checks_total{database=\"shop\",replica=\"s3\",verdict=\"ok\"} 2.0");
    }

    @Test
    void monitorReportsItsOwnState() {
        assertThat(series("litedrill_build_info"))
                .containsExactly("litedrill_build_info{java=\"" + Runtime.version() + "\",version=\"0.1.0\"} 1.0");
        assertThat(series("litedrill_scratch_free_bytes")).containsExactly("litedrill_scratch_free_bytes 512.0");
        assertThat(series("litedrill_scheduler_jobs"))
                .containsExactly(
                        "litedrill_scheduler_jobs{state=\"running\"} 1.0",
                        "litedrill_scheduler_jobs{state=\"waiting\"} 2.0");
        assertThat(series("litedrill_history_up")).containsExactly("litedrill_history_up 1.0");
        assertThat(series("litedrill_history_pending_results"))
                .containsExactly("litedrill_history_pending_results 3.0");
        assertThat(series("litedrill_history_lost_results")).containsExactly("litedrill_history_lost_results 2.0");
        assertThat(Scraped.body(metrics.scrape("")))
                .contains("jvm_memory_used_bytes{", "process_cpu_usage ")
                .as("promtool check metrics finds fault with these names")
                .doesNotContain("process_cpu_time_ns", "system_cpu_count");
    }

    @Test
    void supplierThatThrowsOrReturnsNothingHasNoSeries() {
        Monitor blind = new Monitor(
                "0",
                OptionalLong::empty,
                () -> {
                    throw new IllegalStateException("not started");
                },
                () -> {
                    throw new IllegalStateException("not read");
                },
                () -> {
                    throw new IllegalStateException("not opened");
                });
        try (Metrics own = new Metrics(blind)) {
            assertThat(Scraped.of(own).all()).hasSize(1).allMatch(line -> line.startsWith("litedrill_build_info{"));
        }
    }

    @Test
    void aNodeExportsTheSizeOfItsClusterAndItsClock() {
        Monitor monitor = new Monitor(
                "0.1.0",
                () -> OptionalLong.of(512),
                Map::of,
                () -> READ,
                () -> new Monitor.History(true, 0, 0),
                () -> Optional.of(new Monitor.Cluster(Duration.ofMillis(-1500), 3)));
        try (Metrics node = new Metrics(monitor)) {
            assertThat(Scraped.of(node).all())
                    .contains("litedrill_nodes 3.0", "litedrill_cluster_clock_ahead_seconds -1.5");
        }
        assertThat(Scraped.of(metrics).all()).noneMatch(line -> line.startsWith("litedrill_nodes"));
    }

    @Test
    void onlyTheLeaderOfAClusterExportsTheStateOfDatabases() {
        AtomicBoolean leads = new AtomicBoolean();
        Monitor monitor = new Monitor(
                "0.1.0", () -> OptionalLong.of(512), Map::of, () -> READ, () -> new Monitor.History(true, 0, 0));
        try (Metrics node = new Metrics(monitor, Optional.of(new ClusterView("drills", leads::get)))) {
            node.register(SHOP, OBJECTIVES, MINUTE);
            node.checks().accept(SampleResults.check(SHOP, NOON, GAP));
            node.reload(SampleResults.failedDrill(SHOP, "d1", NOON));

            assertThat(Scraped.of(node).all())
                    .contains("litedrill_leader{cluster=\"drills\"} 0.0")
                    .anyMatch(line -> line.startsWith("litedrill_checks_total{database"))
                    .noneMatch(line -> line.contains("objective_seconds") || line.contains("litedrill_finding"));

            leads.set(true);
            assertThat(Scraped.of(node).all())
                    .contains("litedrill_leader{cluster=\"drills\"} 1.0")
                    .anyMatch(line -> line.startsWith("litedrill_finding{cluster=\"drills\",code=\"gap\""))
                    .anyMatch(line -> line.startsWith("litedrill_last_failed_drill_timestamp_seconds{cluster"))
                    .as("the other node counts its drill")
                    .noneMatch(line -> line.matches("litedrill_drills_total\\{.*} 1.0"))
                    .doesNotHaveDuplicates();
            assertThat(Scraped.body(node.scrape("application/openmetrics-text")))
                    .containsOnlyOnce("# EOF")
                    .endsWith("# EOF\n");
        }
    }

    @Test
    void noSeriesIsNotANumber() {
        everything(SHOP);
        assertThat(Scraped.of(metrics).all()).noneMatch(line -> line.endsWith("NaN"));
    }

    @Test
    void scrapeSeesAllOfAResultOrNothing() throws Exception {
        metrics.checks().accept(SampleResults.check(SHOP, NOON));
        ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            Future<?> writer = threads.submit(() -> IntStream.range(0, 2000)
                    .forEach(i -> metrics.checks()
                            .accept(SampleResults.check(
                                    SHOP, NOON, i % 2 == 0 ? new Finding[] {GAP} : new Finding[] {}))));
            List<String> bodies = new ArrayList<>();
            IntStream.range(0, 50).forEach(i -> bodies.add(Scraped.body(metrics.scrape(""))));
            writer.get();

            assertThat(bodies).map(Scraped::new).allSatisfy(scraped -> {
                assertThat(scraped.series("litedrill_verdict"))
                        .filteredOn(line -> line.endsWith(" 1.0"))
                        .hasSize(1);
                assertThat(scraped.series("litedrill_verdict").contains(verdict("critical", 1)))
                        .isEqualTo(!scraped.series("litedrill_finding").isEmpty());
            });
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void thousandReplicasHaveTheSeriesOfOneEach() {
        everything(SHOP);
        int ofOne = replicaSeries().size();
        IntStream.range(0, 999)
                .mapToObj(number -> new ReplicaId("db-" + number, "s3"))
                .forEach(id -> {
                    metrics.register(id, OBJECTIVES, MINUTE);
                    everything(id);
                });

        assertThat(replicaSeries()).hasSize(1000 * ofOne).doesNotHaveDuplicates();
        assertThat(series("litedrill_verdict")).isSorted();
    }

    private void everything(ReplicaId id) {
        metrics.checks().accept(SampleResults.check(id, NOON, GAP));
        metrics.drills().accept(SampleResults.failedDrill(id, "d1", NOON));
        metrics.drills().accept(SampleResults.passedDrill(id, "d2", NOON));
        metrics.restores().accept(SampleResults.restored(id, "r1", NOON));
    }

    private List<String> replicaSeries() {
        return Scraped.of(metrics).all().stream()
                .filter(line -> line.contains("replica="))
                .toList();
    }

    private List<String> series(String name) {
        return Scraped.of(metrics).series(name);
    }

    private void assertValue(String name, String value) {
        assertThat(series(name)).filteredOn(line -> line.contains("\"shop\"")).containsExactly(name + LABELS + value);
    }

    private static String objective(String name, String value) {
        return "litedrill_objective_seconds{database=\"shop\",objective=\"" + name + "\",replica=\"s3\"} " + value;
    }

    private static String verdict(String name, int value) {
        return "litedrill_verdict{database=\"shop\",replica=\"s3\",verdict=\"" + name + "\"} " + value + ".0";
    }

    private static String finding(String code, String severity) {
        return "litedrill_finding{code=\"" + code + "\",database=\"shop\",replica=\"s3\",severity=\"" + severity
                + "\"} 1.0";
    }

    private static String phase(String name, double value) {
        return "litedrill_rto_seconds{database=\"shop\",phase=\"" + name + "\",replica=\"s3\"} " + value;
    }

    private static String requests(String operation, String outcome, int value) {
        return "litedrill_storage_requests_total{database=\"shop\",operation=\"" + operation + "\",outcome=\"" + outcome
                + "\",replica=\"s3\"} " + value + ".0";
    }

    private static DrillResult inconclusive(FindingCode code) {
        DrillResult drill = SampleResults.inconclusiveDrill(SHOP, "d2", NOON);
        Finding finding = new Finding(code, Severity.UNKNOWN, Facts.text("No room."), "/scratch", Hint.text(""));
        return new DrillResult(SHOP, drill.run(), drill.outcome(), Optional.empty(), List.of(finding));
    }

    private static CheckResult empty(Instant at) {
        CheckResult blind = SampleResults.blindCheck(SHOP, at);
        Finding nothing = new Finding(
                FindingCode.PREFIX_EMPTY, Severity.CRITICAL, Facts.text("Nothing."), "s3://bucket/shop", Hint.text(""));
        return new CheckResult(SHOP, blind.run(), blind.seen(), blind.objectives(), List.of(nothing));
    }
}
