package io.litedrill.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The dashboard of grafana/litedrill.json. */
record Dashboard(JsonNode json) {
    static Dashboard load() throws IOException {
        return new Dashboard(JsonMapper.shared().readTree(Files.readString(Path.of("grafana/litedrill.json"))));
    }

    /** A query of a panel, with its variables. */
    record Query(String panel, String expression) {
        /** Returns the query with its variables replaced, as Grafana sends it. */
        String promql(String database) {
            return expression.replace("$database", database).replace("$__rate_interval", "1m");
        }
    }

    /** Returns all panels, including rows, in the order of the file. */
    List<JsonNode> panels() {
        return items(json.path("panels")).toList();
    }

    List<Query> queries() {
        return panels().stream()
                .flatMap(panel -> items(panel.path("targets"))
                        .map(target -> new Query(
                                panel.path("title").asString(),
                                target.path("expr").asString())))
                .toList();
    }

    static Stream<JsonNode> items(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false);
    }
}
