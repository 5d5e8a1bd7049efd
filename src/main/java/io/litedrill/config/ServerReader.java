package io.litedrill.config;

import io.litedrill.config.ServerConfig.Folders;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the settings of the daemon itself in litedrill.yml. */
final class ServerReader {
    private static final String HOST = "127.0.0.1";
    private static final int PORT = 8377;
    private static final int MOST_PORT = 65_535;
    private static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]\\s/]+)):([0-9]{1,5})");

    private final Environment environment;
    private final Path base;

    /** Creates a reader; relative paths of the file start from {@code base}. */
    ServerReader(Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    /** Returns the defaults. */
    static ServerConfig defaults(Environment environment) {
        Path home = defaultHome(environment);
        return new ServerConfig(HOST, PORT, List.of(), new Folders(home, home.resolve("scratch"), Optional.empty()));
    }

    ServerConfig read(Section top) {
        Optional<Path> told = path(top, "home");
        boolean ofEnvironment = environment.nonEmpty("LITEDRILL_HOME").isPresent();
        Path home = told.filter(path -> !ofEnvironment).orElse(defaultHome(environment));
        Path scratch = path(top, "scratch").orElse(home.resolve("scratch"));
        Folders folders = new Folders(home, scratch, path(top, "restore_folder"));
        Optional<ServerConfig> listening = top.read(
                "listen", "must be HOST:PORT, such as 127.0.0.1:8377 or [::1]:8377", text -> listening(text, folders));
        ServerConfig server = listening.orElse(new ServerConfig(HOST, PORT, List.of(), folders));
        TokenReader tokens = new TokenReader(environment, base);
        HistoryConfig history = top.section("history").map(HistoryConfig::read).orElse(HistoryConfig.DEFAULT);
        return new ServerConfig(
                server.host(), server.port(), tokens.read(top), tokens.ofMetrics(top), folders, history);
    }

    private static Optional<ServerConfig> listening(String text, Folders folders) {
        Matcher matcher = LISTEN.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST_PORT) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new ServerConfig(host, Integer.parseInt(matcher.group(3)), List.of(), folders));
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
        return section.text(key).flatMap(text -> {
            try {
                return Optional.of(environment.absolute(text, base));
            } catch (InvalidPathException e) {
                section.problem(key, "must be a path");
                return Optional.empty();
            }
        });
    }
}
