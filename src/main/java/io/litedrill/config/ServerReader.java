package io.litedrill.config;

import io.litedrill.config.ServerConfig.Folders;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The part of litedrill.yml that is about the daemon itself. */
final class ServerReader {
    private static final String HOST = "127.0.0.1";
    private static final int PORT = 8377;
    private static final int MOST_PORT = 65_535;
    private static final int MOST_TOKEN_BYTES = 4096;
    private static final Pattern LISTEN = Pattern.compile("(?:\\[([0-9a-fA-F:.]+)]|([^:\\[\\]\\s/]+)):([0-9]{1,5})");

    private final Environment environment;
    private final Path base;

    /** Relative paths of the file start from {@code base}. */
    ServerReader(Environment environment, Path base) {
        this.environment = environment;
        this.base = base;
    }

    /** What holds when nothing is said. */
    static ServerConfig defaults(Environment environment) {
        Path home = defaultHome(environment);
        return new ServerConfig(
                HOST, PORT, Optional.empty(), new Folders(home, home.resolve("scratch"), Optional.empty()));
    }

    ServerConfig read(Section top) {
        Optional<Path> told = path(top, "home");
        boolean ofEnvironment = environment.nonEmpty("LITEDRILL_HOME").isPresent();
        Path home = told.filter(path -> !ofEnvironment).orElse(defaultHome(environment));
        Path scratch = path(top, "scratch").orElse(home.resolve("scratch"));
        Folders folders = new Folders(home, scratch, path(top, "restore_folder"));
        Optional<ServerConfig> listening = top.read(
                "listen", "must be HOST:PORT, such as 127.0.0.1:8377 or [::1]:8377", text -> listening(text, folders));
        ServerConfig server = listening.orElse(new ServerConfig(HOST, PORT, Optional.empty(), folders));
        return new ServerConfig(
                server.host(), server.port(), token(top, "token"), token(top, "metrics_token"), folders);
    }

    private static Optional<ServerConfig> listening(String text, Folders folders) {
        Matcher matcher = LISTEN.matcher(text);
        if (!matcher.matches() || Integer.parseInt(matcher.group(3)) > MOST_PORT) {
            return Optional.empty();
        }
        String host = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
        return Optional.of(new ServerConfig(host, Integer.parseInt(matcher.group(3)), Optional.empty(), folders));
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

    /** A path of a key of the top of the file. */
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

    private Optional<Secret> token(Section top, String key) {
        String inFile = key + "_file";
        if (top.has(key) && top.has(inFile)) {
            top.problem(inFile, "must not be set beside " + key);
        }
        return top.secret(key).or(() -> path(top, inFile).flatMap(file -> token(top, inFile, file)));
    }

    private static Optional<Secret> token(Section top, String key, Path file) {
        try (var in = Files.newInputStream(file)) {
            String text = new String(in.readNBytes(MOST_TOKEN_BYTES), java.nio.charset.StandardCharsets.UTF_8).strip();
            if (!text.isEmpty()) {
                return Optional.of(new Secret(text));
            }
            top.problem(key, "must be a file that holds the token, and is empty");
        } catch (IOException e) {
            top.problem(key, "must be a file that can be read (" + e.getClass().getSimpleName() + ")");
        }
        return Optional.empty();
    }
}
