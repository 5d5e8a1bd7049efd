package io.litedrill.config;

import io.litedrill.config.ServerConfig.Folders;
import io.litedrill.http.ApiSettings;
import io.litedrill.http.TlsFiles;
import io.litedrill.schedule.SchedulerSettings;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of the daemon itself in litedrill.yml. */
final class ServerReader {
    private static final int MOST_PARALLEL = 64;
    /** 10,000 checks a minute that wait 100 ms each for the store are 17 at a time. */
    private static final int CHECKS_OF_A_FLEET = 32;

    private static final int MOST_PORT = 65_535;
    private static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]\\s/]+)):([0-9]{1,5})");

    private final Environment environment;
    private final Path base;

    /** Holds a listen address. */
    private record Address(String host, int port) {}

    /** Creates a reader; relative paths of the file start from {@code base}. */
    ServerReader(Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    /** Returns the defaults. */
    static ServerConfig defaults(Environment environment) {
        Path home = defaultHome(environment);
        return new ServerConfig(
                ApiSettings.DEFAULTS,
                new Folders(home, home.resolve("scratch")),
                SchedulerSettings.DEFAULTS,
                HistoryConfig.DEFAULT);
    }

    ServerConfig read(Section top) {
        Optional<Path> configured = path(top, "home");
        boolean ofEnvironment = environment.nonEmpty("LITEDRILL_HOME").isPresent();
        Path home = configured.filter(path -> !ofEnvironment).orElse(defaultHome(environment));
        Path scratch = path(top, "scratch").orElse(home.resolve("scratch"));
        HistoryConfig history = top.section("history").map(HistoryConfig::read).orElse(HistoryConfig.DEFAULT);
        return new ServerConfig(api(top), new Folders(home, scratch), limits(top), history, ClusterConfig.read(top));
    }

    private ApiSettings api(Section top) {
        Address address = top.read(
                        "listen", "must be HOST:PORT, such as 127.0.0.1:8377 or [::1]:8377", ServerReader::address)
                .orElse(new Address(ApiSettings.DEFAULTS.host(), ApiSettings.DEFAULTS.port()));
        TokenReader tokens = new TokenReader(environment, base);
        return new ApiSettings(
                address.host,
                address.port,
                tokens.read(top),
                tokens.ofMetrics(top),
                path(top, "restore_folder"),
                top.section("tls").flatMap(this::tls));
    }

    /** Returns the files of TLS. The daemon reads them at its start: other users of the configuration may not. */
    private Optional<TlsFiles> tls(Section tls) {
        Optional<Path> certificate = path(tls, "certificate_file");
        Optional<Path> key = path(tls, "key_file");
        if (!tls.has("certificate_file") || !tls.has("key_file")) {
            tls.problem(
                    tls.has("certificate_file") ? "key_file" : "certificate_file",
                    "is needed: tls has certificate_file and key_file");
        }
        return certificate.flatMap(file -> key.map(secret -> new TlsFiles(file, secret)));
    }

    private static Optional<Address> address(String text) {
        Matcher matcher = LISTEN.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST_PORT) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new Address(host, Integer.parseInt(matcher.group(3))));
    }

    private static SchedulerSettings limits(Section top) {
        Optional<Section> check = top.section("check");
        Optional<Section> drill = top.section("drill");
        SchedulerSettings defaults = SchedulerSettings.DEFAULTS;
        return new SchedulerSettings(
                check.flatMap(each -> each.integer("parallel", 1, MOST_PARALLEL))
                        .orElse(top.has("discover") ? CHECKS_OF_A_FLEET : defaults.checkThreads()),
                drill.flatMap(each -> each.integer("parallel", 1, MOST_PARALLEL))
                        .orElse(defaults.parallelDrills()),
                check.flatMap(each -> each.duration("timeout")).orElse(defaults.checkLimit()),
                drill.flatMap(each -> each.duration("timeout")).orElse(defaults.drillLimit()),
                defaults.catchUpStep());
    }

    private static Path defaultHome(Environment environment) {
        return environment
                .nonEmpty("LITEDRILL_HOME")
                .map(text -> environment.absolute(text, environment.folder()))
                .orElseGet(() -> environment
                        .nonEmpty("XDG_STATE_HOME")
                        .map(Path::of)
                        .filter(Path::isAbsolute)
                        .orElseGet(() -> environment.userFolder().resolve(".local/state"))
                        .resolve("litedrill"));
    }

    /** Returns the path in a top-level key. */
    Optional<Path> path(Section section, String key) {
        return section.path(key, text -> environment.absolute(text, base));
    }
}
