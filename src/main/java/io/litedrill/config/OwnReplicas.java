package io.litedrill.config;

import io.litedrill.config.ReplicaFields.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the replicas that litedrill.yml itself names. */
final class OwnReplicas {
    private static final List<String> TEXTS =
            List.of("url", "type", "path", "bucket", "endpoint", "region", "access_key_id", "secret_access_key");
    private static final List<String> BOOLEANS = List.of("force_path_style", "skip_verify");

    private final Environment environment;
    private final OwnAgeKeys keys;

    /** Creates a reader; relative paths of the file start from {@code base}. */
    OwnReplicas(Environment environment, Path base) {
        this.environment = environment;
        this.keys = new OwnAgeKeys(environment, base);
    }

    /** Returns the replicas of one database; empty when it names none. */
    List<ReplicaConfig> of(Section database) {
        if (database.has("replica") && database.has("replicas")) {
            database.problem("replica", "must not be set beside replicas");
        }
        List<Section> sections = new ArrayList<>(database.sections("replicas"));
        List<ReplicaConfig> replicas = new ArrayList<>();
        if (database.isSection("replica")) {
            database.section("replica").ifPresent(sections::add);
        } else {
            database.text("replica").ifPresent(url -> replicas.add(replica(database, url)));
        }
        sections.forEach(section -> replicas.add(replica(section)));
        List<String> names =
                DatabaseNames.unique(replicas.stream().map(ReplicaConfig::name).toList());
        List<ReplicaConfig> named = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            ReplicaConfig each = replicas.get(i);
            named.add(new ReplicaConfig(names.get(i), each.location(), each.writer(), each.age()));
        }
        return named;
    }

    private ReplicaConfig replica(Section database, String url) {
        ReplicaLocation location = ReplicaUrl.parse(url, environment);
        if (location instanceof ReplicaLocation.Unreadable unreadable) {
            database.problem("replica", "must be a replica (" + unreadable.reason() + ")");
        }
        ReplicaFields fields = new ReplicaFields("", Map.of("url", new Field(url, List.of(), "")));
        return new ReplicaConfig(ReplicaLocator.type(fields), location, WriterConfig.NONE, AgeConfig.NONE);
    }

    private ReplicaConfig replica(Section section) {
        Map<String, Field> texts = new HashMap<>();
        TEXTS.forEach(key -> section.text(key).ifPresent(text -> put(texts, section, key, text)));
        BOOLEANS.forEach(key -> section.bool(key).ifPresent(value -> put(texts, section, key, value.toString())));
        String where = section.pathOf("");
        ReplicaFields fields = new ReplicaFields(where.substring(0, where.length() - 1), texts);
        ReplicaLocation location = ReplicaLocator.withEndpointOf(environment).locate(fields);
        if (texts.isEmpty()) {
            section.problem("url", "is needed, or type and what belongs to it");
        } else if (location instanceof ReplicaLocation.Unreadable unreadable) {
            section.problem(
                    texts.containsKey("url") ? "url" : "type", "must name a replica (" + unreadable.reason() + ")");
        }
        String name = section.text("name").orElseGet(() -> ReplicaLocator.type(fields));
        AgeConfig age = section.section("age").map(keys::of).orElse(AgeConfig.NONE);
        return new ReplicaConfig(name, location, writer(section), age);
    }

    private static void put(Map<String, Field> texts, Section section, String key, String text) {
        String litestreams = key.replace('_', '-');
        texts.put(litestreams, new Field(text, List.of(), section.pathOf(key)));
    }

    private static WriterConfig writer(Section section) {
        Optional<Duration> snapshot = section.duration("snapshot_interval");
        Optional<Duration> retention = section.duration("retention");
        return new WriterConfig(
                section.duration("sync_interval"),
                new WriterConfig.Wal(
                        snapshot, retention, section.duration("retention_check_interval"), Optional.empty()),
                new WriterConfig.Ltx(snapshot, retention, Optional.empty(), Optional.empty(), List.of()));
    }
}
