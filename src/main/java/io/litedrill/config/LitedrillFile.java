package io.litedrill.config;

import io.litedrill.receipt.ReceiptSettings;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads a litedrill.yml key by key, with the databases of the litestream.yml that it names. */
final class LitedrillFile {
    private static final long FEWEST_BYTES_PER_SECOND = 10_000;

    private final Environment environment;
    private final Report report;
    private final Section top;
    private final SettingsDraft defaults;
    private final Optional<Path> authorities;

    private LitedrillFile(Environment environment, Report report, Value.Entries value) {
        this.environment = environment;
        this.report = report;
        this.top = Section.top(new Section.Context(report, environment), value);
        this.defaults = SettingsDraft.DEFAULTS.with(top);
        this.authorities = top.path("store_ca_file", text -> environment.absolute(text, base()));
    }

    /** Reads the settings of the file itself. */
    static LitedrillFile of(Environment environment, Report report, Value.Entries value) {
        return new LitedrillFile(environment, report, value);
    }

    private ServerReader server() {
        return new ServerReader(environment, base());
    }

    private Path base() {
        return report.file().toAbsolutePath().resolveSibling(".");
    }

    /** Returns the litestream.yml to read with this file. */
    Optional<Path> litestream() {
        return server().path(top, "litestream");
    }

    /** Reports that the litestream.yml cannot be used. */
    void refuseLitestream(String expectation) {
        top.problem("litestream", expectation);
    }

    /** Returns the whole configuration. The report holds the problems that make it unusable. */
    Config read(List<LitestreamFile.Found> found) {
        List<DatabaseConfig> databases = databases(found);
        ServerConfig server = server().read(top);
        warnWithoutCluster(server, databases);
        List<DiscoverConfig> discover =
                new DiscoverReader(new OwnReplicas(environmentOfStores(), base()), defaults).of(top);
        if (databases.isEmpty() && discover.isEmpty() && report.problems().isEmpty()) {
            report.warning(report.file() + ": names no database; there is nothing to monitor");
        }
        return new Config(
                report.file(),
                server,
                authorities,
                receipts(),
                bytesPerSecond(),
                discover,
                databases,
                report.warnings(),
                List.of());
    }

    private Optional<Long> bytesPerSecond() {
        return top.section("limits")
                .flatMap(limits -> limits.read(
                        "bytes_per_second",
                        "must be at least " + ByteCount.format(FEWEST_BYTES_PER_SECOND)
                                + ", such as 20MB: with less, drills would not end",
                        text -> ByteCount.parse(text).filter(bytes -> bytes >= FEWEST_BYTES_PER_SECOND)));
    }

    private void warnWithoutCluster(ServerConfig server, List<DatabaseConfig> databases) {
        boolean isUsed = !server.cluster().equals(ClusterConfig.DEFAULT)
                || databases.stream().anyMatch(database -> !database.nodes().isEmpty());
        if (isUsed && server.history().database().isEmpty()) {
            report.warning(report.file()
                    + ": node, nodes and limits.cluster_drills have no effect without history.url (docs/cluster.md)");
        }
    }

    private Optional<ReceiptSettings> receipts() {
        Optional<Section> section = top.section("receipts");
        Optional<Path> key = section.flatMap(each -> server().path(each, "key_file"));
        Optional<Path> folder = section.flatMap(each -> server().path(each, "folder"));
        section.filter(each -> !each.has("key_file") || !each.has("folder"))
                .ifPresent(each -> each.problem(
                        each.has("key_file") ? "folder" : "key_file", "is needed: receipts has key_file and folder"));
        return key.flatMap(file -> folder.map(place -> new ReceiptSettings(file, place)));
    }

    /** Returns the environment of stores, in which the key {@code store_ca_file} replaces the variable of its name. */
    Environment environmentOfStores() {
        return authorities
                .map(file -> environment.with(S3Replicas.AUTHORITIES, file.toString()))
                .orElse(environment);
    }

    private List<DatabaseConfig> databases(List<LitestreamFile.Found> found) {
        List<DatabaseConfig> databases = new ArrayList<>();
        found.forEach(each -> databases.add(
                new DatabaseConfig(each.name(), each.path(), each.replicas(), defaults.settled(), each.state())));
        Set<Integer> taken = new HashSet<>();
        for (Section section : top.sections("databases")) {
            database(section, found, taken).ifPresent(each -> place(databases, each));
        }
        refuseTwins(databases);
        return databases;
    }

    /** Holds a database, and the index of the litestream.yml database that it replaces; -1 for a new one. */
    private record Placed(int index, DatabaseConfig database) {}

    private static void place(List<DatabaseConfig> databases, Placed placed) {
        if (placed.index < 0) {
            databases.add(placed.database);
        } else {
            databases.set(placed.index, placed.database);
        }
    }

    private Optional<Placed> database(Section section, List<LitestreamFile.Found> found, Set<Integer> taken) {
        Optional<String> name = name(section);
        Optional<Path> path = path(section);
        SettingsDraft draft = defaults.with(section);
        List<ReplicaConfig> own = new OwnReplicas(environmentOfStores(), base()).of(section);
        int index = indexOf(found, name, path);
        if (index >= 0 && !taken.add(index)) {
            section.problem(path.isPresent() ? "path" : "name", "must not be the same as that of a database above");
            return Optional.empty();
        }
        if (index < 0 && own.isEmpty()) {
            refuseWithoutReplica(section, name, found);
            return Optional.empty();
        }
        List<ReplicaConfig> replicas = own.isEmpty() ? found.get(index).replicas() : own;
        Optional<Path> livePath =
                path.or(() -> index < 0 ? Optional.empty() : found.get(index).path());
        Optional<String> known = name.or(() -> index >= 0
                ? Optional.of(found.get(index).name())
                : livePath.map(each -> String.valueOf(each.getFileName())));
        if (known.isEmpty() && !section.has("name")) {
            section.problem("name", "is needed, or path");
        }
        Optional<Path> state = index < 0 ? Optional.empty() : found.get(index).state();
        Set<String> nodes = ClusterConfig.nodes(section);
        return known.map(
                each -> new Placed(index, new DatabaseConfig(each, livePath, replicas, draft.settled(), state, nodes)));
    }

    private static void refuseWithoutReplica(Section section, Optional<String> name, List<LitestreamFile.Found> found) {
        boolean isSet = section.has("replica") || section.has("replicas");
        if (isSet) {
            // its problems are already reported, unless it is an empty list
            section.problem(section.has("replica") ? "replica" : "replicas", "must name a replica");
            return;
        }
        List<String> known = found.stream().map(LitestreamFile.Found::name).toList();
        String hint = name.flatMap(each -> Spelling.nearest(each, known))
                .map(near -> "; did you mean " + near + "?")
                .orElse("");
        String where = found.isEmpty() ? "" : ", as litestream.yml has no database of this name or path" + hint;
        section.problem("replica", "is needed" + where);
    }

    private static Optional<String> name(Section section) {
        return section.read(
                "name",
                "must be a name of 1 to 200 characters, without :// and control characters",
                text -> Optional.of(text)
                        .filter(name -> name.matches("[^\\p{Cc}]{1,200}") && !name.isBlank() && !name.contains("://")));
    }

    /**
     * Returns the live path. Relative to the working folder as in litestream.yml, so that paths can be copied from
     * there.
     */
    private Optional<Path> path(Section section) {
        return section.path("path", text -> environment.absolute(text, environment.folder()));
    }

    private static int indexOf(List<LitestreamFile.Found> found, Optional<String> name, Optional<Path> path) {
        for (int i = 0; i < found.size(); i++) {
            if (path.isPresent() && found.get(i).path().equals(path)) {
                return i;
            }
        }
        for (int i = 0; i < found.size(); i++) {
            if (path.isEmpty() && name.isPresent() && found.get(i).name().equals(name.get())) {
                return i;
            }
        }
        return -1;
    }

    private void refuseTwins(List<DatabaseConfig> databases) {
        Set<String> names = new HashSet<>();
        for (DatabaseConfig each : databases) {
            if (!names.add(each.name())) {
                top.problem("databases", "must have names that differ; twice: " + each.name());
            }
        }
    }
}
