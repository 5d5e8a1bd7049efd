package io.litedrill.app;

import io.litedrill.check.Checker;
import io.litedrill.check.Objectives;
import io.litedrill.config.AgeConfig;
import io.litedrill.config.Config;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.DatabaseSettings;
import io.litedrill.config.ReplicaConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ServerConfig.Folders;
import io.litedrill.drill.DrillWitness;
import io.litedrill.kept.KeptCopies;
import io.litedrill.notify.Notifier;
import io.litedrill.notify.Recipients;
import io.litedrill.recover.Audit;
import io.litedrill.recover.RestoreRights;
import io.litedrill.replica.WriterSettings;
import io.litedrill.replica.scan.BacklogLimit;
import io.litedrill.replica.scan.ReadingCache;
import io.litedrill.schedule.Timing;
import io.litedrill.storage.RateLimit;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/**
 * Builds and holds the object graph, from a configuration or from the URL of one replica. Closing it closes the stores
 * and the history.
 */
public final class Application implements AutoCloseable {
    /** The capacity of the cache, in files; about 30 MB when full. */
    private static final int READINGS = 100_000;

    private final Stores stores;
    private final Optional<String> configNamed;
    private final HistoryHandle past;
    private final Path scratch;
    private final InstantSource clock;
    private final ReadingCache cache = new ReadingCache(READINGS);
    private volatile List<DatabaseTarget> databases = List.of();
    private volatile List<ReplicaLocation> configured = List.of();
    private volatile Optional<Set<String>> keptNames = Optional.empty();
    private volatile Optional<Path> configFile = Optional.empty();
    private volatile DrillWitness witness = DrillWitness.NONE;
    private volatile BacklogLimit backlog = BacklogLimit.NONE;
    private final RateLimit limit = new RateLimit();
    private final Notifier notifier;

    private Application(
            RuntimeEnvironment surroundings, Path scratch, HistoryHandle past, Map<String, Recipients> recipients) {
        this.stores = new Stores(surroundings.storage());
        this.configNamed = surroundings.configNamed();
        this.clock = surroundings.clock();
        this.scratch = scratch;
        this.past = past;
        this.notifier = new Notifier(recipients, past.sentStates(), surroundings.clock());
    }

    /**
     * Builds the graph for every database of a configuration. Opens no store and no history yet.
     *
     * @param warnings receives a line when there can be no history
     */
    public static Application of(Config config, RuntimeEnvironment surroundings, Consumer<String> warnings) {
        return of(config, config.databases(), surroundings, warnings);
    }

    /** Builds the graph as {@link #of(Config, RuntimeEnvironment, Consumer)} does, for some of the databases. */
    public static Application of(
            Config config, List<DatabaseConfig> chosen, RuntimeEnvironment surroundings, Consumer<String> warnings) {
        Folders folders = config.server().folders();
        HistoryHandle past = HistoryHandle.of(config.server(), surroundings.clock(), warnings);
        Application wiring = new Application(surroundings, folders.scratch(), past, recipients(chosen));
        wiring.databases = wiring.built(chosen);
        wiring.configured = locations(config);
        wiring.keptNames = keptNames(config);
        wiring.configFile = Optional.of(config.file());
        wiring.witness = witness(config);
        wiring.limit.set(config.bytesPerSecond());
        return wiring;
    }

    private static DrillWitness witness(Config config) {
        return config.receipts().<DrillWitness>map(ReceiptWriter::new).orElse(DrillWitness.NONE);
    }

    private static List<ReplicaLocation> locations(Config config) {
        return config.databases().stream()
                .flatMap(database -> database.replicas().stream())
                .map(ReplicaConfig::location)
                .toList();
    }

    private static Optional<Set<String>> keptNames(Config config) {
        if (!config.discover().isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(config.databases().stream()
                .flatMap(database ->
                        database.replicas().stream().map(replica -> KeptCopies.name(database.name(), replica.name())))
                .collect(Collectors.toUnmodifiableSet()));
    }

    private List<DatabaseTarget> built(List<DatabaseConfig> chosen) {
        List<DatabaseTarget> built = new ArrayList<>();
        for (DatabaseConfig database : chosen) {
            built.add(new Databases(stores, configNamed).of(database));
        }
        return List.copyOf(built);
    }

    /**
     * Replaces the databases by those of a configuration that was read again. Stores, history and scratch folder stay
     * the same.
     */
    public void replace(Config config) {
        databases = built(config.databases());
        configured = locations(config);
        keptNames = keptNames(config);
        witness = witness(config);
        limit.set(config.bytesPerSecond());
        notifier.replace(recipients(config.databases()));
    }

    /**
     * Builds the graph for a replica given by URL, with default objectives and settings and without a history.
     *
     * @param typed the URL as given; empty where it may contain a secret
     */
    public static Application of(
            ReplicaLocation location, Optional<String> typed, Path scratch, RuntimeEnvironment surroundings) {
        HistoryHandle none = HistoryHandle.none();
        Application wiring = new Application(surroundings, scratch, none, Map.of());
        wiring.databases = List.of(
                new Databases(wiring.stores, wiring.configNamed).of(byUrl(location), typed.orElse(location.address())));
        return wiring;
    }

    private static DatabaseConfig byUrl(ReplicaLocation location) {
        Objectives objectives = Objectives.usual(Timing.DEFAULTS.drills().expectedAge());
        DatabaseSettings settings = DatabaseSettings.usual(Timing.DEFAULTS, objectives);
        String type = location.address().replaceFirst(":.*", "");
        ReplicaConfig replica = new ReplicaConfig(type, location, WriterSettings.DEFAULTS, AgeConfig.NONE);
        return new DatabaseConfig(location.address(), Optional.empty(), List.of(replica), settings);
    }

    private static Recipients recipients(DatabaseSettings settings) {
        Recipients urls = settings.recipients();
        return new Recipients(
                urls.drillPing(), urls.checkPing(), urls.post(), urls.postChecks(), urls.limit(), settings.channels());
    }

    private static Map<String, Recipients> recipients(List<DatabaseConfig> databases) {
        return databases.stream()
                .collect(Collectors.toMap(DatabaseConfig::name, database -> recipients(database.settings())));
    }

    /** Returns the databases, in the order of the configuration or of the command line. */
    public List<DatabaseTarget> databases() {
        return databases;
    }

    /**
     * Returns the addresses of all replicas of the configuration, including those of databases that were not chosen.
     */
    public Set<String> configured() {
        return configured.stream().flatMap(stores::address).collect(Collectors.toSet());
    }

    /**
     * Returns the names of the folders of kept copies of all replicas of the configuration, including those of
     * databases that were not chosen. Empty when the configuration searches for replicas: a copy of one that the search
     * misses may be the last state of its database.
     */
    Optional<Set<String>> keptNames() {
        return keptNames;
    }

    /** Returns the history, which is opened when it is first used. */
    public HistoryHandle past() {
        return past;
    }

    /** Returns the configuration file; empty for a replica given by URL. */
    public Optional<Path> configFile() {
        return configFile;
    }

    /** Returns the configuration file that commands in hints must name; empty for the default one. */
    public Optional<String> configNamed() {
        return configNamed;
    }

    /** Returns the folder where the daemon keeps its state; empty for a replica given by URL. */
    public Optional<Path> home() {
        return past.home();
    }

    /** Returns the audit, which records each request and its requester in the log and in the history. */
    public Audit audit() {
        return new AuditLog(past.history());
    }

    /** Returns the folder that drills restore to; it need not exist. */
    public Path scratch() {
        return scratch;
    }

    /** Returns the writer of receipts for drills. */
    DrillWitness witness() {
        return witness;
    }

    /** Returns the limit for what all drills and scrubs read together. Restores do not use it. */
    public RateLimit limit() {
        return limit;
    }

    /** Returns the shared cache of what was read from files that never change. */
    public ReadingCache cache() {
        return cache;
    }

    public InstantSource clock() {
        return clock;
    }

    /** Returns the rights to restore databases in place. */
    RestoreRights restoreRights() {
        return new RestoreRights(past.leases(), past.process());
    }

    /** Returns the notifier, which sends results to the URLs of the configuration. */
    public Notifier notifier() {
        return notifier;
    }

    /** Returns a checker that uses the history of each replica. */
    public Checker checker() {
        return new Checker(past.memory(), cache, clock).within(backlog);
    }

    /** Limits how many files that no check has read the checks read together; a command reads all of them. */
    public void limit(BacklogLimit files) {
        backlog = files;
    }

    @Override
    public void close() {
        notifier.close();
        past.close();
        stores.close();
    }
}
