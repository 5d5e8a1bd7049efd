package io.litedrill.config;

import io.litedrill.config.ReplicaFields.Field;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.WriterSettings.Keeping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the replicas that litedrill.yml itself names. */
final class OwnReplicas {
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
            database.text("replica").ifPresent(url -> replicas.add(replica(database, "replica", url)));
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

    /** Returns a replica that is written as a URL. */
    ReplicaConfig replica(Section section, String key, String url) {
        ReplicaLocation location = ReplicaUrl.parse(url, environment);
        if (location instanceof ReplicaLocation.Unreadable unreadable) {
            section.problem(key, "must be a replica (" + unreadable.reason() + ")");
        }
        ReplicaFields fields = new ReplicaFields("", Map.of("url", new Field(url, List.of(), "")));
        return new ReplicaConfig(ReplicaLocator.type(fields), location, WriterSettings.DEFAULTS, AgeConfig.NONE);
    }

    /** Returns a replica that is written as a mapping. */
    ReplicaConfig replica(Section section) {
        Map<String, Field> texts = new HashMap<>();
        for (ReplicaType.Key key : ReplicaType.allKeys()) {
            Optional<String> text = text(section, key);
            text.ifPresent(value -> texts.put(key.name(), new Field(value, List.of(), section.pathOf(key.own()))));
        }
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

    private static Optional<String> text(Section section, ReplicaType.Key key) {
        return switch (key.kind()) {
            case FLAG -> section.bool(key.own()).map(String::valueOf);
            case LIST ->
                Optional.of(String.join("\n", section.texts(key.own()))).filter(text -> !text.isEmpty());
            case TEXT, SECRET -> section.text(key.own());
        };
    }

    private static WriterSettings writer(Section section) {
        return WriterSettings.assumed(
                section.duration("sync_interval").orElse(WriterSettings.DEFAULTS.syncInterval()),
                keeping(section, Keeping.WAL),
                keeping(section, Keeping.LTX));
    }

    private static Keeping keeping(Section section, Keeping defaults) {
        return new Keeping(
                section.duration("snapshot_interval").or(defaults::snapshotInterval),
                section.duration("retention"),
                section.duration("retention_check_interval").orElse(defaults.checkInterval()));
    }
}
