package io.litedrill.config;

import io.litedrill.config.ReplicaFields.Field;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Reads a litestream.yml of either version as Litestream's {@code cmd/litestream/main.go} (0.3.13, 0.5.16) does. */
final class LitestreamFile {
    /**
     * Holds a database of the file, before it has a name of its own or settings.
     *
     * @param state the configured folder of Litestream's local state; empty: beside the database
     */
    record Found(String name, Optional<Path> path, List<ReplicaConfig> replicas, Optional<Path> state) {}

    /** Holds one entry of {@code dbs}, for one path. */
    private record Entry(LenientMapping value, Optional<Path> path, Optional<String> relative) {}

    private final Environment environment;
    private final Report report;
    private final LenientMapping top;
    private final ReplicaFields defaults;
    private final LitestreamWriters writers;

    private LitestreamFile(Environment environment, LenientMapping top) {
        this.environment = environment;
        this.report = top.report();
        this.top = top;
        this.defaults = fields(top);
        this.writers = new LitestreamWriters(top);
    }

    /**
     * Returns the databases in the order of the file, with unique names. Adds problems of the whole file to the report.
     */
    static List<Found> read(Environment environment, Report report, Value.Entries value) {
        return new LitestreamFile(environment, new LenientMapping(report, value, "")).databases();
    }

    private List<Found> databases() {
        LitestreamKeys.TOP.warn(top);
        List<Entry> entries =
                top.list("dbs").stream().flatMap(each -> entries(each).stream()).toList();
        List<Path> paths = entries.stream().flatMap(each -> each.path.stream()).toList();
        List<String> names = new ArrayList<>(DatabaseNames.of(paths));
        warnOfTwins(names);
        List<Found> databases = new ArrayList<>();
        for (Entry entry : entries) {
            String name = entry.path.isPresent() ? names.remove(0) : entry.value.path();
            databases.add(new Found(name, entry.path, replicas(entry), state(entry)));
        }
        writers.warn(report);
        return databases;
    }

    private void warnOfTwins(List<String> names) {
        names.stream()
                .filter(name -> name.matches(".*#[0-9]+"))
                .forEach(name -> report.warning(
                        report.file() + ": the same path is listed twice; the later one is named " + name));
    }

    private List<Entry> entries(LenientMapping database) {
        LitestreamKeys.DATABASE.warn(database);
        Optional<Path> path = path(database, "path");
        Optional<Path> folder = path(database, "dir");
        if (path.isPresent() || folder.isEmpty()) {
            if (path.isEmpty()) {
                warnOfMissingPath(database);
            }
            return List.of(new Entry(database, path, Optional.empty()));
        }
        return inFolder(database, folder.get());
    }

    private void warnOfMissingPath(LenientMapping database) {
        Optional<Field> unset = Stream.of("path", "dir")
                .flatMap(key -> database.text(key).stream())
                .filter(text -> !text.unset().isEmpty())
                .findFirst();
        report.warning(unset.map(field -> field.where() + ": is empty because " + UnsetVariables.reason(field.unset()))
                        .orElse(database.where() + ".path: is needed, or dir with pattern")
                + "; the live file is not read");
    }

    private List<Entry> inFolder(LenientMapping database, Path folder) {
        String text = database.text("pattern").map(Field::text).orElse("");
        Optional<Pattern> pattern = GoPattern.compile(text).filter(each -> !text.isEmpty());
        if (pattern.isEmpty()) {
            report.warning(database.where() + ".pattern: must be a pattern such as *.db; nothing of " + folder
                    + " is watched");
            return List.of();
        }
        List<Path> found = DirectoryScan.find(
                folder, pattern.get(), database.bool("recursive").orElse(false), report);
        if (found.isEmpty()) {
            report.warning(database.where() + ".dir: no SQLite database in " + folder + " matches " + text);
        }
        return found.stream()
                .map(path -> new Entry(
                        database,
                        Optional.of(path),
                        Optional.of(folder.relativize(path).toString())))
                .toList();
    }

    private Optional<Path> state(Entry entry) {
        Optional<Path> metaPath = path(entry.value, "meta-path");
        Optional<Path> relative = entry.relative.map(Path::of);
        return relative.isEmpty()
                ? metaPath
                : path(entry.value, "meta-dir")
                        .map(folder -> folder.resolve(relative.get() + "-litestream"))
                        .or(() -> metaPath.map(folder -> folder.resolve(relative.get()
                                .resolveSibling("." + relative.get().getFileName() + "-litestream"))));
    }

    private Optional<Path> path(LenientMapping database, String key) {
        String text = database.text(key).map(Field::text).orElse("");
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(environment.absolute(text, environment.folder()));
        } catch (InvalidPathException e) {
            report.warning(database.where() + "." + key + ": must be a path");
            return Optional.empty();
        }
    }

    private List<ReplicaConfig> replicas(Entry entry) {
        List<LenientMapping> listed = new ArrayList<>(entry.value.list("replicas"));
        entry.value.loose("replica").ifPresent(single -> listed.add(0, single));
        if (listed.isEmpty()) {
            report.warning(entry.value.where() + ": has no replica; there is nothing to check");
        }
        List<String> names =
                DatabaseNames.unique(listed.stream().map(this::nameOf).toList());
        List<ReplicaConfig> replicas = new ArrayList<>();
        for (int i = 0; i < listed.size(); i++) {
            replicas.add(replica(names.get(i), listed.get(i), entry));
        }
        return replicas;
    }

    /** Returns the name of a replica. Litestream 0.3 uses the type of a replica without a name. */
    private String nameOf(LenientMapping replica) {
        return replica.text("name")
                .map(Field::text)
                .filter(name -> !name.isBlank())
                .orElseGet(() -> ReplicaLocator.type(fields(replica)));
    }

    private ReplicaConfig replica(String name, LenientMapping replica, Entry entry) {
        LitestreamKeys.REPLICA.warn(replica);
        ReplicaFields own = fields(replica).withDefaults(defaults);
        ReplicaFields fields = entry.relative.map(own::under).orElse(own);
        ReplicaLocation location = ReplicaLocator.of(environment).locate(fields);
        if (ReplicaType.of(ReplicaLocator.type(fields)).isEmpty()) {
            replica.refuse(fields.has("url") ? "url" : "type", ReplicaLocator.UNKNOWN_TYPE);
        }
        if (location instanceof ReplicaLocation.Unreadable unreadable) {
            report.warning(unreadable.reason());
        } else {
            fields.unsetReasons().forEach(report::warning);
        }
        Optional<Duration> sync = replica.duration("sync-interval").or(() -> top.duration("sync-interval"));
        return new ReplicaConfig(name, location, writers.of(entry.value, replica, sync), age(replica));
    }

    private AgeConfig age(LenientMapping replica) {
        AgeConfig own = AgeKeys.of(replica);
        return own.used() ? own : AgeKeys.of(top);
    }

    private static ReplicaFields fields(LenientMapping replica) {
        Map<String, Field> fields = new HashMap<>();
        for (ReplicaType.Key key : ReplicaType.allKeys()) {
            field(replica, key).ifPresent(value -> fields.put(key.name(), value));
        }
        return new ReplicaFields(replica.where(), fields);
    }

    private static Optional<Field> field(LenientMapping replica, ReplicaType.Key key) {
        return switch (key.kind()) {
            case FLAG -> replica.bool(key.name()).map(value -> new Field(value.toString(), List.of(), replica.where()));
            case LIST -> replica.texts(key.name()).stream().reduce(LitestreamFile::joined);
            case TEXT, SECRET -> replica.text(key.name());
        };
    }

    private static Field joined(Field first, Field next) {
        List<String> unset =
                Stream.concat(first.unset().stream(), next.unset().stream()).toList();
        return new Field(first.text() + "\n" + next.text(), unset, first.where());
    }
}
