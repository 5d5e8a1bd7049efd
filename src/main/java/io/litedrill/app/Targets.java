package io.litedrill.app;

import io.litedrill.check.CommandLineName;
import io.litedrill.check.CommandVerb;
import io.litedrill.config.Config;
import io.litedrill.config.ConfigException;
import io.litedrill.config.ConfigLoader;
import io.litedrill.config.DatabaseConfig;
import io.litedrill.config.ReplicaLocation;
import io.litedrill.config.ReplicaType;
import io.litedrill.config.ReplicaUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** Resolves the arguments of a command line: names and live paths of a configuration, or URLs of replicas. */
public final class Targets implements AutoCloseable {
    /** Query parameters of a URL that contain no secrets and may appear in a message. */
    private static final String HARMLESS_QUERY =
            "(endpoint|region|forcePathStyle|force-path-style|skipVerify|skip-verify)=[^&@]*";

    private final RuntimeEnvironment runtime;
    private final Consumer<String> warnings;
    private final Optional<Path> configFile;
    private final boolean settling;
    private final List<Application> open = new ArrayList<>();
    private Optional<Config> parsed = Optional.empty();
    private Optional<Config> loaded = Optional.empty();
    private List<Discovered> discovered = List.of();
    private boolean searched;

    /**
     * Creates a resolver; reads nothing yet.
     *
     * @param settling whether an interrupted restore in place is finished or undone first; otherwise it is reported
     */
    public Targets(RuntimeEnvironment runtime, Optional<Path> configFile, boolean settling, Consumer<String> warnings) {
        this.runtime = runtime;
        this.warnings = warnings;
        this.configFile = configFile;
        this.settling = settling;
    }

    /**
     * Returns the databases that the arguments name; all of the configuration without arguments.
     *
     * @throws UsageException for an argument that names nothing, and when a configuration is required and cannot be
     *     used
     */
    public List<Target> of(List<String> typed) throws UsageException {
        try {
            return resolved(typed);
        } catch (ConfigException unusable) {
            throw new UsageException(unusable);
        }
    }

    private List<Target> resolved(List<String> typed) throws UsageException, ConfigException {
        if (typed.isEmpty()) {
            return everything();
        }
        List<Target> targets = new ArrayList<>();
        for (String word : typed) {
            Target target = of(word);
            if (targets.stream()
                    .noneMatch(each ->
                            each.database().name().equals(target.database().name()))) {
                targets.add(target);
            }
        }
        return targets;
    }

    /**
     * Returns configured databases with the times of their checks and drills.
     *
     * @param targets results of {@link #of}
     * @throws UsageException for a replica given by URL, which has no history
     */
    public List<MonitoredDatabase> monitored(List<Target> targets) throws UsageException {
        List<MonitoredDatabase> monitored = new ArrayList<>();
        for (Target target : targets) {
            DatabaseConfig database = loaded.stream()
                    .flatMap(config -> config.databases().stream())
                    .filter(each -> target.wiring().home().isPresent()
                            && each.name().equals(target.database().name()))
                    .findFirst()
                    .orElseThrow(() -> new UsageException(target.typed()
                            + ": no history is kept for a replica given by URL. To look at it now: "
                            + new CommandLineName(target.typed(), Optional.empty())
                                    .command(CommandVerb.CHECK)
                                    .text()));
            monitored.add(
                    MonitoredDatabase.of(target.database(), database.settings().timing()));
        }
        return monitored;
    }

    private List<Target> everything() throws UsageException, ConfigException {
        Config config = searched();
        if (config.databases().isEmpty()) {
            throw new UsageException(config.file() + ": names no database, so there is nothing to check");
        }
        Application wiring = opened(Application.of(config, runtime, this::warn));
        settle(wiring);
        return wiring.databases().stream()
                .map(database -> new Target(database, database.name(), wiring))
                .toList();
    }

    private void settle(Application wiring) {
        if (settling) {
            InterruptedSwaps.settle(wiring.databases(), wiring, this::warn);
        } else {
            InterruptedSwaps.warn(wiring.databases(), this::warn);
        }
    }

    private Target of(String word) throws UsageException, ConfigException {
        if (ReplicaUrl.isUrl(word)) {
            return byUrl(word);
        }
        boolean path = isPath(word);
        Optional<Config> config = path ? configIfAny() : Optional.of(configFor(word));
        Optional<DatabaseConfig> named = config.flatMap(each -> find(each, word));
        if (named.isEmpty() && config.isPresent() && isSearching()) {
            config = Optional.of(searched());
            named = find(config.get(), word);
        }
        if (named.isPresent() && config.isPresent()) {
            return configured(config.get(), named.get());
        }
        UnknownName unknown = UnknownName.of(word, config);
        boolean mistyped = unknown.isNearlyAName() && !Files.exists(absolute(word));
        if (path && !Files.isRegularFile(absolute(word)) && !mistyped) {
            return byUrl(word);
        }
        throw new UsageException(unknown.message());
    }

    private Target configured(Config config, DatabaseConfig database) throws ConfigException {
        Application wiring = opened(Application.of(config, List.of(database), runtime, this::warn));
        settle(wiring);
        return new Target(wiring.databases().get(0), database.name(), wiring);
    }

    private Target byUrl(String word) throws UsageException, ConfigException {
        ReplicaLocation location = ReplicaUrl.parse(word, runtime.environment());
        if (location instanceof ReplicaLocation.Unreadable unreadable) {
            throw new UsageException(unreadable.address() + ": is no replica's URL (" + unreadable.reason()
                    + "). Expected " + ReplicaType.urlForms() + " or a folder");
        }
        Path scratch = loader().defaultServer().folders().scratch();
        Optional<String> typed = Optional.of(word).filter(Targets::repeatable);
        Application wiring = opened(Application.of(location, typed, scratch, runtime));
        DatabaseTarget database = wiring.databases().get(0);
        return new Target(database, typed.orElse(database.name()), wiring);
    }

    /** Returns whether a URL contains nothing that could be a secret. */
    private static boolean repeatable(String word) {
        int query = word.indexOf('?');
        boolean harmless =
                query < 0 || word.substring(query + 1).matches(HARMLESS_QUERY + "(&" + HARMLESS_QUERY + ")*");
        return harmless && !word.contains("@") && !word.contains("#");
    }

    private Application opened(Application wiring) {
        open.add(wiring);
        return wiring;
    }

    private void warn(String text) {
        warnings.accept("warning: " + text);
    }

    private boolean isPath(String word) {
        return word.contains("/") || word.startsWith(".") || Files.isDirectory(absolute(word));
    }

    private Path absolute(String word) {
        try {
            return runtime.environment().absolute(word, runtime.environment().folder());
        } catch (InvalidPathException e) {
            return runtime.environment().folder().resolve("no-such-path");
        }
    }

    private Optional<DatabaseConfig> find(Config config, String word) {
        return config.databases().stream()
                .filter(database -> database.name().equals(word))
                .findFirst()
                .or(() -> config.databases().stream()
                        .filter(database -> database.path()
                                .filter(path -> isSame(path, absolute(word)))
                                .isPresent())
                        .findFirst());
    }

    private static boolean isSame(Path live, Path typed) {
        try {
            return live.normalize().equals(typed)
                    || (Files.exists(live) && Files.exists(typed) && Files.isSameFile(live, typed));
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * Returns the configuration for an argument that may also be a folder. Empty when it cannot be used, unless a
     * configuration was named.
     */
    private Optional<Config> configIfAny() throws ConfigException {
        try {
            return Optional.of(config());
        } catch (ConfigException e) {
            if (configFile.isPresent()) {
                throw e;
            }
            if (!e.problems().isEmpty()) {
                warn("the configuration is not used, as it has problems: litedrill config validate");
            }
            return Optional.empty();
        }
    }

    /** Returns the configuration for an argument that cannot be a folder. */
    private Config configFor(String word) throws UsageException, ConfigException {
        try {
            var unused = loader().find(configFile);
        } catch (ConfigException none) {
            throw new UsageException(word + ": there is no such folder, and there is " + none.getMessage());
        }
        return config();
    }

    private Config config() throws ConfigException {
        if (loaded.isPresent()) {
            return loaded.get();
        }
        ConfigLoader loader = loader();
        Config config = loader.load(loader.find(configFile));
        discovered = new Discovery(runtime, config).known(config);
        Config merged = Discovered.merged(config, discovered);
        parsed = Optional.of(config);
        loaded = Optional.of(merged);
        return merged;
    }

    private boolean isSearching() {
        return !discovered.isEmpty() && !searched;
    }

    /** Returns the configuration with the databases that are below its prefixes now. */
    private Config searched() throws ConfigException {
        Config known = config();
        if (!isSearching() || parsed.isEmpty()) {
            return known;
        }
        searched = true;
        discovered = new Discovery(runtime, parsed.get()).search(discovered).orElse(discovered);
        Config merged = Discovered.merged(parsed.get(), discovered);
        loaded = Optional.of(merged);
        return merged;
    }

    private ConfigLoader loader() {
        return new ConfigLoader(runtime.environment());
    }

    @Override
    public void close() {
        open.forEach(Application::close);
    }
}
