package io.litedrill.config;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads a configuration: a litedrill.yml, with the litestream.yml that it names, or a litestream.yml alone.
 *
 * <p>Reads only the given files, and the folders that a litestream.yml has under {@code dir}. Opens no store and no
 * database.
 */
public final class ConfigLoader {
    private static final int MOST_BYTES = 1 << 20;

    private static final Set<String> OURS_ALONE =
            Set.of("objectives", "verify", "drill", "check", "databases", "listen");

    private final Environment environment;

    /** Creates a loader with the variables and the base folders of an environment. */
    public ConfigLoader(Environment environment) {
        this.environment = environment;
    }

    /**
     * Returns the file to read: the given one, or the first that exists of {@code litedrill.yml} in the working folder,
     * {@code /etc/litedrill.yml}, the file in {@code $LITESTREAM_CONFIG} and {@code /etc/litestream.yml}.
     *
     * @throws ConfigException when no file exists; the message names the files tried
     */
    public Path find(Optional<Path> given) throws ConfigException {
        if (given.isPresent()) {
            return environment.folder().resolve(given.get());
        }
        List<Path> places = Stream.of(
                        Optional.of(environment.folder().resolve("litedrill.yml")),
                        Optional.of(environment.root().resolve("etc/litedrill.yml")),
                        environment
                                .nonEmpty("LITESTREAM_CONFIG")
                                .map(text -> environment.absolute(text, environment.folder())),
                        Optional.of(environment.root().resolve("etc/litestream.yml")))
                .flatMap(Optional::stream)
                .toList();
        return places.stream()
                .filter(Files::exists)
                .findFirst()
                .orElseThrow(() -> new ConfigException("no configuration: looked for "
                        + places.stream().map(Path::toString).collect(Collectors.joining(", "))
                        + ". Name one with -c FILE"));
    }

    /** Returns the default server settings, for use without a litedrill.yml. */
    public ServerConfig defaultServer() {
        return ServerReader.defaults(environment);
    }

    /**
     * Reads a file of either kind. The top-level key {@code dbs} marks a litestream.yml.
     *
     * @throws ConfigException with all the problems of the file, and of the litestream.yml that it names
     */
    public Config load(Path file) throws ConfigException {
        SourceText plain = SourceText.plain(text(file));
        // litestream.yml may be valid YAML only after its variables are replaced, litedrill.yml only before
        if (hasDatabasesOfLitestream(file, plain)) {
            return loadLitestream(file);
        }
        Report report = new Report(file);
        Value.Entries value = mapping(report, YamlTree.read(file, plain));
        LitedrillFile litedrill = LitedrillFile.of(environment, report, value);
        List<ConfigProblem> problems = new ArrayList<>();
        List<LitestreamFile.Found> found = litedrill
                .litestream()
                .map(beside ->
                        new ConfigLoader(litedrill.environmentOfStores()).beside(litedrill, beside, report, problems))
                .orElse(List.of());
        Config config = litedrill.read(found);
        problems.addAll(0, report.problems());
        return checked(config, problems);
    }

    private boolean hasDatabasesOfLitestream(Path file, SourceText plain) throws ConfigException {
        try {
            return YamlTree.read(file, expanded(plain.text()))
                    .filter(value -> value instanceof Value.Entries entries
                            && entries.last("dbs").isPresent())
                    .isPresent();
        } catch (ConfigException notLitestreams) {
            if (plain.text().lines().anyMatch(line -> line.matches("dbs\\s*:.*"))) {
                throw notLitestreams;
            }
            return false;
        }
    }

    private Config loadLitestream(Path file) throws ConfigException {
        Report report = new Report(file);
        List<LitestreamFile.Found> found = litestream(report, file);
        List<DatabaseConfig> databases = found.stream()
                .map(each -> new DatabaseConfig(
                        each.name(), each.path(), each.replicas(), SettingsDraft.DEFAULTS.settled(), each.state()))
                .toList();
        if (databases.isEmpty()) {
            report.warning(file + ": dbs lists no database; there is nothing to monitor");
        }
        Config config = new Config(file, ServerReader.defaults(environment), databases, report.warnings());
        return checked(config, report.problems());
    }

    private List<LitestreamFile.Found> beside(
            LitedrillFile litedrill, Path beside, Report report, List<ConfigProblem> problems) {
        Report itsOwn = new Report(beside);
        try {
            List<LitestreamFile.Found> found = litestream(itsOwn, beside);
            itsOwn.warnings().forEach(report::warning);
            problems.addAll(itsOwn.problems());
            return found;
        } catch (ConfigException e) {
            problems.addAll(e.problems());
            if (e.problems().isEmpty()) {
                litedrill.refuseLitestream("must be a file that can be read (" + e.getMessage() + ")");
            }
            return List.of();
        }
    }

    private List<LitestreamFile.Found> litestream(Report report, Path file) throws ConfigException {
        Value.Entries value = mapping(report, YamlTree.read(file, expanded(text(file))));
        warnOfOurKeys(report, value);
        return LitestreamFile.read(environment, report, value);
    }

    private static void warnOfOurKeys(Report report, Value.Entries value) {
        List<String> ours = value.entries().stream()
                .map(Value.Entry::key)
                .filter(OURS_ALONE::contains)
                .distinct()
                .toList();
        if (!ours.isEmpty()) {
            report.warning(report.file() + ": is read as a litestream.yml, so that " + String.join(", ", ours)
                    + " has no effect here. Put Litedrill's own settings in a litedrill.yml, with litestream: "
                    + report.file().getFileName());
        }
    }

    private SourceText expanded(String text) {
        return environment.expandsLitestream()
                ? SourceText.expanded(text, this::litestreamsVariable)
                : SourceText.plain(text);
    }

    /** Resolves Litestream's variables. {@code $PID} is the process ID of Litestream, so any number will do here. */
    private Optional<String> litestreamsVariable(String name) {
        return name.equals("PID")
                ? Optional.of(String.valueOf(ProcessHandle.current().pid()))
                : environment.variable(name);
    }

    private static Config checked(Config config, List<ConfigProblem> problems) throws ConfigException {
        if (!problems.isEmpty()) {
            throw new ConfigException(problems);
        }
        List<String> warnings = new ArrayList<>(config.warnings());
        warnings.addAll(Advice.on(config));
        return new Config(
                config.file(),
                config.server(),
                config.storeAuthorities(),
                config.receipts(),
                config.bytesPerSecond(),
                config.discover(),
                config.databases(),
                warnings,
                SharedPlaces.of(config));
    }

    private static Value.Entries mapping(Report report, Optional<Value> value) throws ConfigException {
        Value found = value.orElse(new Value.Entries(ConfigProblem.Place.START, List.of()));
        if (found instanceof Value.Entries entries) {
            return entries;
        }
        throw new ConfigException(List.of(new ConfigProblem(
                report.file(), found.place(), "", "must be a mapping of keys to values", found.shown())));
    }

    private static String text(Path file) throws ConfigException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(MOST_BYTES + 1);
            if (bytes.length > MOST_BYTES) {
                throw new ConfigException(file + ": is not a configuration: it is larger than 1 MiB");
            }
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (NoSuchFileException e) {
            throw new ConfigException(file + ": there is no such file");
        } catch (CharacterCodingException e) {
            throw new ConfigException(file + ": is not UTF-8");
        } catch (IOException e) {
            throw new ConfigException(file + ": cannot be read (" + e.getMessage() + ")");
        }
    }
}
