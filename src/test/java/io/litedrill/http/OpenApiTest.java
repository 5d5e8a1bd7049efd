package io.litedrill.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.recover.Audit;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class OpenApiTest {
    private static final Pattern LINE = Pattern.compile("(?m)^(?:  (/\\S*):|    (get|post|put|patch|delete|head):)$");
    private static final Pattern REFERENCE = Pattern.compile("#/components/(\\w+)/(\\w+)");

    @Test
    void describesWhatIsAnsweredAndNothingElse() throws IOException {
        Backend backend = new Backend();
        ApiPorts ports = new ApiPorts(
                accept -> new MetricsSource.Exposition("text/plain", out -> {}),
                Map::of,
                backend,
                backend,
                Audit.NONE,
                new EventStream());
        try (ApiServer server = new ApiServer(ApiSettings.DEFAULTS, ports)) {
            Set<String> answered = server.routes().stream()
                    .map(route -> route.method().name() + " " + route.path())
                    .collect(Collectors.toCollection(TreeSet::new));

            assertThat(described()).isEqualTo(answered).hasSize(26);
        }
    }

    @Test
    void thePageOfTheApiNamesEachAddressAndShowsTrueAnswers() throws IOException {
        String page = Files.readString(Path.of("docs/api.md"));
        described().forEach(route -> assertThat(page).contains(route.substring(route.indexOf(' ') + 1)));
        try (RunningApi api = RunningApi.with(Optional.empty(), true)) {
            api.components.put("history", ComponentState.READY);
            api.components.put("scheduler", new ComponentState(false, "not started"));

            assertThat(page)
                    .contains("    " + api.get("/healthz").body() + "\n")
                    .contains("    " + api.get("/readyz").body() + "\n")
                    .contains("    " + api.get("/api/v1/databases/unknown").body() + "\n");
        }
    }

    private static Set<String> described() throws IOException {
        Set<String> described = new TreeSet<>();
        String path = "";
        for (MatchResult line : LINE.matcher(text()).results().toList()) {
            if (line.group(1) != null) {
                path = line.group(1);
            } else {
                described.add(line.group(2).toUpperCase(Locale.ROOT) + " " + path);
            }
        }
        return described;
    }

    @Test
    void everythingThatItRefersToIsThereAndEverythingThereIsReferredTo() throws IOException {
        String text = text();
        Map<String, Set<String>> referred = new TreeMap<>();
        REFERENCE
                .matcher(text)
                .results()
                .forEach(reference -> referred.computeIfAbsent(reference.group(1), section -> new TreeSet<>())
                        .add(reference.group(2)));

        assertThat(referred).containsOnlyKeys("parameters", "responses", "schemas");
        referred.forEach((section, names) -> assertThat(names).isEqualTo(defined(text, section)));
    }

    @Test
    void everyKeyOfAnOrderIsInBothAndNoOther() throws IOException {
        String text = text();
        String order = text.substring(text.indexOf("\n    RestoreOrder:"));
        Set<String> described = Pattern.compile("(?m)^(?:        (\\w+):|    \\w+:)")
                .matcher(order.substring(order.indexOf("      properties:")))
                .results()
                .takeWhile(line -> line.group(1) != null)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        String page = Files.readString(Path.of("docs/api.md"));
        Set<String> explained = Pattern.compile("(?m)^\\| `(\\w+)` \\|")
                .matcher(page.substring(page.indexOf("## Restores")))
                .results()
                .map(row -> row.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
        try (RunningApi api = RunningApi.with(Optional.of(RunningApi.TOKEN), true)) {
            String refused = api.post(RunningApi.DATABASE + "/restores", "{\"no_such_key\":1}")
                    .body();
            String known = String.join(", ", described);
            assertThat(refused).contains("body: no keys but " + known + ", each with a value");
        }
        assertThat(explained).isEqualTo(described);
    }

    private static Set<String> defined(String text, String section) {
        String components = text.substring(text.indexOf("\ncomponents:"));
        String part = components.substring(components.indexOf("\n  " + section + ":\n") + section.length() + 4);
        return Pattern.compile("(?m)^(?:    (\\w+):|  \\w+:)$")
                .matcher(part)
                .results()
                .takeWhile(line -> line.group(1) != null)
                .map(line -> line.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String text() throws IOException {
        try (InputStream in = OpenApiTest.class.getResourceAsStream("/openapi.yaml")) {
            return new String(Optional.ofNullable(in).orElseThrow().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
