package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** The examples for Compose and Kubernetes: they are valid, and their references have existing targets. */
class DeploymentFilesTest {
    private static final Path COMPOSE = Path.of("config/compose.example.yml");
    private static final Path CLUSTER = Path.of("config/compose.cluster.yml");
    private static final Path KUBERNETES = Path.of("config/kubernetes");
    private static final Set<String> COMMANDS = Set.of("serve", "ensure");

    @TempDir
    Path folder;

    private static List<Map<String, Object>> documents(Path file) throws IOException {
        List<Map<String, Object>> all = new ArrayList<>();
        new Load(LoadSettings.builder().build())
                .loadAllFromString(Files.readString(file))
                .forEach(each -> all.add(map(each)));
        return all;
    }

    @SuppressWarnings("unchecked")
    private static Map<String, Object> map(@Nullable Object value) {
        return value == null ? Map.of() : (Map<String, Object>) value;
    }

    @SuppressWarnings("unchecked")
    private static List<Object> list(Map<String, Object> parent, String key) {
        return (List<Object>) parent.getOrDefault(key, List.of());
    }

    private static Map<String, Object> at(Map<String, Object> top, String... keys) {
        Map<String, Object> here = top;
        for (String key : keys) {
            assertThat(here).containsKey(key);
            here = map(here.get(key));
        }
        return here;
    }

    private static String text(Map<String, Object> parent, String key) {
        return parent.getOrDefault(key, "").toString();
    }

    private static Map<String, Object> compose() throws IOException {
        return documents(COMPOSE).get(0);
    }

    @Test
    void theExampleForComposeHasAllParts() throws IOException {
        assertThat(at(compose(), "services").keySet())
                .contains("app", "litestream", "store", "litedrill", "prometheus", "alertmanager", "grafana");
    }

    @Test
    void eachReferenceOfAServiceExists() throws IOException {
        assertReferencesExist(compose());
        assertThat(at(compose(), "configs").toString())
                .contains("http://store:9000", "litedrill:8377", "alertmanager:9093", "http://prometheus:9090");
    }

    @Test
    void theClusterForComposeHasThreeNodesWithOneConfiguration() throws Exception {
        Map<String, Object> all = cluster();
        assertReferencesExist(all);

        for (String node : List.of("left", "middle", "right")) {
            Map<String, Object> service = at(all, "services", node);
            assertThat(at(service, "environment")).containsEntry("NODE", node).containsKey("POSTGRES_PASSWORD");
            assertThat(service).containsEntry("read_only", true);
            assertThat(list(service, "volumes"))
                    .containsExactly(node + ":/var/lib/litedrill", node + "-scratch:/var/lib/litedrill/scratch");
        }
        String text = text(at(all, "configs", "litedrill"), "content").replace("$$", "$");
        assertThat(text).contains("jdbc:postgresql://postgres:5432/");
        assertValid(Files.writeString(folder.resolve("cluster.yml"), text));
    }

    /** Reads the file with its merge keys, like Compose. */
    private static Map<String, Object> cluster() throws IOException {
        Map<String, Object> all = documents(CLUSTER).get(0);
        Map<String, Object> services = at(all, "services");
        services.replaceAll((name, service) -> merged(map(service)));
        return all;
    }

    private static Map<String, Object> merged(Map<String, Object> own) {
        Map<String, Object> whole = new HashMap<>(map(own.get("<<")));
        own.forEach((key, value) -> whole.put(key, value instanceof Map ? merged(map(value)) : value));
        whole.remove("<<");
        return whole;
    }

    private static void assertReferencesExist(Map<String, Object> all) {
        Map<String, Object> services = at(all, "services");
        services.forEach((name, value) -> {
            Map<String, Object> service = map(value);
            assertThat(services.keySet())
                    .as(name)
                    .containsAll(map(service.get("depends_on")).keySet());
            for (Object each : list(service, "volumes")) {
                String source = each.toString().replaceFirst(":.*", "");
                if (source.startsWith(".")) {
                    assertThat(COMPOSE.resolveSibling(source)).as(name).exists();
                } else {
                    assertThat(at(all, "volumes")).as(name).containsKey(source);
                }
            }
            for (Object each : list(service, "configs")) {
                assertThat(at(all, "configs")).as(name).containsKey(text(map(each), "source"));
            }
        });
    }

    private String content(String config) throws IOException {
        return text(at(compose(), "configs", config), "content").replace("$$", "$");
    }

    /** A container with a read-only root writes only to mounts. */
    @Test
    void litedrillRunsWithoutRightsInCompose() throws IOException {
        Map<String, Object> service = at(compose(), "services", "litedrill");

        assertThat(service).containsEntry("read_only", true);
        assertThat(list(service, "cap_drop")).containsExactly("ALL");
        assertThat(list(service, "volumes"))
                .contains("litedrill:/var/lib/litedrill", "scratch:/var/lib/litedrill/scratch");
        assertThat(list(service, "tmpfs")).contains("/tmp");
    }

    @Test
    void theConfigurationsOfComposeAreValid() throws Exception {
        Files.copy(Path.of("alerts/litedrill.rules.yml"), folder.resolve("litedrill.rules.yml"));
        for (String each : List.of("litedrill", "litestream")) {
            assertValid(Files.writeString(folder.resolve(each + ".yml"), content(each)));
        }
        Path prometheus = Files.writeString(folder.resolve("prometheus.yml"), content("prometheus"));

        ToolRun run = ToolRun.of("promtool", "check", "config", prometheus.toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(content("prometheus")).contains("job_name: litedrill");
    }

    private void assertValid(Path file) throws Exception {
        CommandRun.Result result = new CommandRun(folder)
                .with("LITEDRILL_TOKEN", "secret")
                .with("NODE", "left")
                .with("POSTGRES_PASSWORD", "secret")
                .with("AWS_ACCESS_KEY_ID", "K")
                .with("AWS_SECRET_ACCESS_KEY", "S")
                .of("config", "validate", "--strict", "-c", file.toString());
        assertThat(result.exitCode()).as(result.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"litedrill.yaml", "application.yaml"})
    void aFileForKubernetesFitsThePublishedSchema(String name) throws Exception {
        ToolRun run = ToolRun.of(
                "kubernetes-validate", "--strict", KUBERNETES.resolve(name).toString());

        assertThat(run.exitCode()).as(run.output()).isZero();
        assertThat(run.output()).contains("passed");
    }

    @Test
    void theConfigurationForKubernetesIsValid() throws Exception {
        Map<String, Object> data = at(document("litedrill.yaml", "ConfigMap"), "data");

        for (String each : List.of("litedrill.yml", "litestream.yml")) {
            assertValid(Files.writeString(folder.resolve(each), text(data, each)));
        }
    }

    @Test
    void thePodsMountDeclaredVolumesAndRunKnownCommands() throws IOException {
        assertPod(at(document("litedrill.yaml", "Deployment"), "spec", "template", "spec"), "containers");
        assertPod(at(document("application.yaml", "StatefulSet"), "spec", "template", "spec"), "initContainers");
    }

    private static Map<String, Object> document(String file, String kind) throws IOException {
        return documents(KUBERNETES.resolve(file)).stream()
                .filter(each -> kind.equals(each.get("kind")))
                .findFirst()
                .orElseThrow();
    }

    private static void assertPod(Map<String, Object> pod, String where) throws IOException {
        List<Object> declared = Stream.concat(
                        list(pod, "volumes").stream().map(each -> map(each).get("name")), Stream.of("data"))
                .toList();
        Map<String, Object> container = map(list(pod, where).get(0));
        String version = Files.readString(Path.of("pom.xml")).replaceAll("(?s).*?<version>([^<]+)</version>.*", "$1");

        assertThat(container).containsEntry("image", "litedrill:" + version);
        assertThat(list(container, "args").get(0)).isIn(COMMANDS);
        assertThat(at(container, "securityContext"))
                .containsEntry("readOnlyRootFilesystem", true)
                .containsEntry("allowPrivilegeEscalation", false);
        assertThat(list(container, "volumeMounts"))
                .isNotEmpty()
                .allSatisfy(each -> assertThat(map(each).get("name")).isIn(declared));
    }
}
