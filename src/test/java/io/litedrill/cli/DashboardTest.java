package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/**
 * The dashboard against the schema that it names: version 36 of Grafana's classic model
 * (kinds/dashboard/dashboard_kind.cue of Grafana 9.4), which later versions of Grafana migrate by themselves.
 * {@link AlertsIT} runs its queries.
 */
class DashboardTest {
    private static final int COLUMNS = 24;
    private static final Set<String> TYPES = Set.of("row", "stat", "table", "timeseries", "state-timeline");
    private static final Set<String> UNITS = Set.of("short", "s", "bytes", "Bps", "reqps");
    private static final Set<String> TOP = Set.of(
            "uid",
            "title",
            "description",
            "tags",
            "style",
            "timezone",
            "editable",
            "graphTooltip",
            "time",
            "refresh",
            "schemaVersion",
            "version",
            "fiscalYearStartMonth",
            "links",
            "annotations",
            "templating",
            "panels");
    private static final Set<String> PANEL = Set.of(
            "id",
            "type",
            "title",
            "description",
            "datasource",
            "gridPos",
            "transparent",
            "repeatDirection",
            "targets",
            "fieldConfig",
            "options",
            "transformations");
    private static final Set<String> ROW =
            Set.of("id", "type", "title", "collapsed", "gridPos", "datasource", "panels");
    private static final Set<String> FIELD_DEFAULTS =
            Set.of("unit", "color", "thresholds", "mappings", "custom", "noValue", "min", "max", "decimals");

    @TempDir
    Path folder;

    private Dashboard dashboard;

    @BeforeEach
    void load() throws IOException {
        dashboard = Dashboard.load();
    }

    @Test
    void hasTheFieldsOfItsSchemaAndNoOthers() {
        assertThat(dashboard.json().path("schemaVersion").asInt()).isEqualTo(36);
        assertThat(dashboard.json().propertyNames()).containsExactlyInAnyOrderElementsOf(TOP);
        assertThat(dashboard.json().path("uid").asString()).hasSizeBetween(8, 40);
        assertThat(dashboard.panels())
                .allSatisfy(panel -> assertThat(panel.propertyNames())
                        .as(panel.path("title").asString())
                        .containsExactlyInAnyOrderElementsOf(isRow(panel) ? ROW : PANEL));
    }

    @Test
    void everyPanelIsOfAKnownTypeAndUnit() {
        assertThat(dashboard.panels()).allSatisfy(panel -> {
            assertThat(panel.path("type").asString()).isIn(TYPES);
            assertThat(panel.path("title").asString()).isNotBlank();
        });
        assertThat(dashboard.panels()).filteredOn(panel -> !isRow(panel)).allSatisfy(panel -> {
            JsonNode defaults = panel.path("fieldConfig").path("defaults");
            assertThat(defaults.path("unit").asString()).isIn(UNITS);
            assertThat(FIELD_DEFAULTS).containsAll(defaults.propertyNames());
            assertThat(panel.path("fieldConfig").path("overrides").isArray()).isTrue();
            JsonNode steps = defaults.path("thresholds").path("steps");
            assertThat(steps.path(0).path("value").isNull()).isTrue();
        });
    }

    @Test
    void everyPanelHasAnIdOfItsOwnAndQueriesWithLettersOfTheirOwn() {
        assertThat(dashboard.panels())
                .extracting(panel -> panel.path("id").asInt())
                .doesNotHaveDuplicates();
        assertThat(dashboard.panels())
                .allSatisfy(panel -> assertThat(Dashboard.items(panel.path("targets"))
                                .map(target -> target.path("refId").asString()))
                        .doesNotHaveDuplicates());
    }

    @Test
    void panelsFillTheGridWithoutOverlap() {
        List<Integer> cells = dashboard.panels().stream()
                .map(panel -> panel.path("gridPos"))
                .peek(place -> assertThat(
                                place.path("x").asInt() + place.path("w").asInt())
                        .isLessThanOrEqualTo(COLUMNS))
                .flatMap(place -> cells(place).boxed())
                .toList();

        assertThat(cells).doesNotHaveDuplicates();
        assertThat(cells.stream().mapToInt(cell -> cell / COLUMNS).max().orElse(0) + 1)
                .as("no line is left empty")
                .isEqualTo(cells.size() / COLUMNS);
    }

    private static IntStream cells(JsonNode place) {
        return IntStream.range(0, place.path("h").asInt())
                .flatMap(row -> IntStream.range(0, place.path("w").asInt())
                        .map(column -> (place.path("y").asInt() + row) * COLUMNS
                                + place.path("x").asInt()
                                + column));
    }

    @Test
    void everythingAsksTheDataSourceThatIsChosen() {
        assertThat(dashboard.json().findValues("datasource"))
                .hasSizeGreaterThan(40)
                .allSatisfy(source -> {
                    assertThat(source.path("uid").asString()).isEqualTo("${datasource}");
                    assertThat(source.path("type").asString()).isEqualTo("prometheus");
                });
        List<JsonNode> variables = Dashboard.items(
                        dashboard.json().path("templating").path("list"))
                .toList();
        assertThat(variables)
                .extracting(variable -> variable.path("name").asString())
                .containsExactly("datasource", "database");
        assertThat(variables)
                .extracting(variable -> variable.path("type").asString())
                .containsExactly("datasource", "query");
    }

    @Test
    void answersInTheOrderOfTheQuestions() {
        assertThat(dashboard.panels().stream()
                        .filter(DashboardTest::isRow)
                        .map(row -> row.path("title").asString()))
                .containsExactly(
                        "Is everything restorable?",
                        "Which is not, and since when?",
                        "How much would be lost now, and how long would it take?",
                        "Drills over time",
                        "Window and gaps",
                        "Storage requests",
                        "The monitor itself");
        int before = -1;
        for (JsonNode panel : dashboard.panels()) {
            assertThat(panel.path("gridPos").path("y").asInt()).isGreaterThanOrEqualTo(before);
            before = panel.path("gridPos").path("y").asInt();
        }
    }

    @Test
    void everyMetricIsDocumentedAndEveryDatabaseIsTheChosenOne() throws IOException {
        String page = Files.readString(Path.of("docs/metrics.md"));
        Set<String> metrics = dashboard.queries().stream()
                .flatMap(query -> Pattern.compile("\\blitedrill_[a-z_]+\\b")
                        .matcher(query.expression())
                        .results())
                .map(MatchResult::group)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(metrics)
                .hasSizeGreaterThan(15)
                .allSatisfy(metric -> assertThat(page).contains("| `" + metric + "` |"));
        assertThat(dashboard.queries())
                .filteredOn(query -> query.expression().contains("database"))
                .allSatisfy(query -> assertThat(query.expression()).contains("database=~\"$database\""));
    }

    /** Parses every query with promtool, as a recording rule. */
    @Test
    void everyQueryParses() throws Exception {
        StringBuilder rules = new StringBuilder("groups:\n  - name: panels\n    rules:\n");
        int number = 0;
        for (Dashboard.Query query : dashboard.queries()) {
            rules.append("      - record: panel:%d\n        expr: '%s'\n".formatted(number++, query.promql(".+")));
        }
        Path file = Files.writeString(folder.resolve("panels.yml"), rules);

        ToolRun run = ToolRun.of("promtool", "check", "rules", file.toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains(number + " rules found");
    }

    private static boolean isRow(JsonNode panel) {
        return panel.path("type").asString().equals("row");
    }
}
