package io.litedrill.app;

import io.litedrill.cluster.ConfigurationDigest;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.ConfigPrinter;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.ServerConfig.Folders;
import io.litedrill.history.HistoryException;
import io.litedrill.json.JsonObject;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Holds a configuration that was read and checked, for the command line and the daemon. */
public final class Configuration {
    /** The content of the files. */
    private final Config parsed;

    private final List<Discovered> discovered;
    /** The content of the files, with the databases that were found. */
    private final Config config;

    private final RuntimeEnvironment runtime;

    Configuration(Config parsed, List<Discovered> discovered, RuntimeEnvironment runtime) {
        this.parsed = parsed;
        this.discovered = discovered;
        this.config = Discovered.merged(parsed, discovered);
        this.runtime = runtime;
    }

    /**
     * Reads a configuration. Its databases include those that earlier searches found; no request is sent.
     *
     * @param file the file that was named; empty for the default places
     * @throws UsageException with a line for each problem
     */
    public static Configuration load(RuntimeEnvironment runtime, Optional<Path> file) throws UsageException {
        try {
            ConfigLoader loader = new ConfigLoader(runtime.environment());
            Config parsed = loader.load(loader.find(file));
            return new Configuration(parsed, new Discovery(runtime, parsed).known(parsed), runtime);
        } catch (ConfigException unusable) {
            throw new UsageException(unusable);
        }
    }

    /**
     * Returns this configuration with the databases that are below its prefixes now. Lists those prefixes whose last
     * search is older than their interval. Does not throw for a store that cannot be listed: its databases stay as
     * they are, and one more stands for it.
     *
     * @return another configuration after a search, even if it found the same; this one when no search was due
     */
    public Configuration searched() {
        if (discovered.isEmpty()) {
            return this;
        }
        Optional<List<Discovered>> found = new Discovery(runtime, parsed).search(discovered);
        return found.map(after -> new Configuration(parsed, after, runtime)).orElse(this);
    }

    /** Returns whether another configuration has the same databases with the same settings. */
    public boolean hasDatabasesOf(Configuration other) {
        return config.databases().equals(other.config.databases());
    }

    /** Returns whether it searches for replicas below a prefix. */
    public boolean isSearching() {
        return !discovered.isEmpty();
    }

    /**
     * Opens the history.
     *
     * @throws UsageException when it cannot be opened
     */
    public HistoryPort openHistory() throws UsageException {
        try {
            return new HistoryPort(ConfiguredHistory.open(config.server(), runtime.clock()));
        } catch (HistoryException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /**
     * Reads the same file again.
     *
     * @throws UsageException with a line for each problem
     */
    public Configuration reread() throws UsageException {
        return load(runtime, Optional.of(config.file()));
    }

    /**
     * Returns this configuration with the databases that only the other one has added. When a second file of the same
     * name appears, both get longer names; a path that this configuration contains keeps its name.
     */
    public Configuration withNewOf(Configuration other) {
        Set<String> names =
                parsed.databases().stream().map(DatabaseConfig::name).collect(Collectors.toSet());
        Set<Path> paths = parsed.databases().stream()
                .flatMap(database -> database.path().stream())
                .collect(Collectors.toSet());
        List<DatabaseConfig> added = other.parsed.databases().stream()
                .filter(database -> !names.contains(database.name())
                        && database.path().filter(paths::contains).isEmpty())
                .toList();
        return new Configuration(
                parsed.with(Stream.concat(parsed.databases().stream(), added.stream())
                        .toList()),
                discovered,
                runtime);
    }

    /** Returns whether another configuration differs in settings that take effect only at a restart. */
    public boolean needsRestartFor(Configuration other) {
        return !config.server().equals(other.config.server());
    }

    /** Returns the checksums of the keys that all nodes of a cluster share. */
    public ConfigurationDigest digest() {
        return DaemonConfig.digest(parsed);
    }

    /** Replaces the databases of an object graph that was built from an earlier configuration. */
    public void replaceIn(Application application) {
        application.replace(config);
    }

    /** Returns the file that was read. */
    public Path file() {
        return config.file();
    }

    /** Returns the warnings, one line each: settings that work, but perhaps not as intended. */
    public List<String> warnings() {
        return config.warnings();
    }

    /** Returns settings that destroy backups, one line each. Commands continue. */
    public List<String> faults() {
        return config.faults();
    }

    /** Returns the effective configuration with the warnings as JSON, defaults included, secrets hidden. */
    public JsonObject json() {
        return ConfigurationJson.of(config.with(parsed.databases()), found());
    }

    /** Returns the names of the configured databases, in the order of the file. */
    public List<String> databaseNames() {
        return config.databases().stream().map(DatabaseConfig::name).toList();
    }

    /** Returns the number of configured databases. */
    public int databaseCount() {
        return config.databases().size();
    }

    /** Returns the number of replicas of all databases. */
    public int replicaCount() {
        return config.databases().stream()
                .mapToInt(database -> database.replicas().size())
                .sum();
    }

    /** Prints the effective configuration as a litedrill.yml, defaults included, secrets hidden. */
    public String printed() {
        return ConfigPrinter.print(config.with(parsed.databases()), found());
    }

    private Map<String, List<String>> found() {
        return Discovered.names(parsed, discovered);
    }

    /** Returns the folders that the daemon writes to, for the log. */
    public String folders() {
        return described(config.server().folders());
    }

    static String described(Folders folders) {
        String scratch = folders.scratch().startsWith(folders.home()) ? "" : ", scratch " + folders.scratch();
        return "home " + folders.home() + scratch;
    }

    /** Returns the host name or address that the daemon listens on. */
    public String host() {
        return config.server().api().host();
    }

    /** Returns the scheme of the daemon's addresses: {@code http} or {@code https}. */
    public String scheme() {
        return config.server().api().scheme();
    }

    /**
     * Builds the object graph.
     *
     * @param warnings receives a line when there can be no history
     */
    public Application application(Consumer<String> warnings) {
        return Application.of(config, runtime, warnings);
    }

    /**
     * Returns the settings of the daemon.
     *
     * @param version the version of Litedrill, for metrics
     */
    public DaemonSettings daemon(String version) {
        return DaemonConfig.settings(config, version, digest());
    }

    /**
     * Returns the databases with the times of their checks, drills and scrubs.
     *
     * @param application the object graph of this configuration
     */
    public List<MonitoredDatabase> monitored(Application application) {
        return DaemonConfig.databases(config, application);
    }
}
