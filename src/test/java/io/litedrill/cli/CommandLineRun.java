package io.litedrill.cli;

import io.litedrill.app.RuntimeEnvironment;
import io.litedrill.config.Environment;
import io.litedrill.json.JsonObject;
import io.litedrill.storage.StorageListener;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A finished command line, which ran in this process with two pipes.
 *
 * @param code its exit code
 */
public record CommandLineRun(int code, String out, String err) {
    private static final JsonMapper JSON = new JsonMapper();

    /** The folder of a user, with a configuration. */
    public static final class User {
        private final Path folder;
        private final Map<String, String> variables = new HashMap<>();
        private StorageListener storage = StorageListener.NONE;
        private InstantSource clock = InstantSource.system();

        /** Creates a user with this home and working folder. */
        public User(Path folder) {
            this.folder = folder;
            variables.put("HOME", folder.toString());
        }

        /** Sets a variable of the environment. */
        public User with(String variable, String value) {
            variables.put(variable, value);
            return this;
        }

        /** Reports every request to a store. */
        User reporting(StorageListener listener) {
            storage = listener;
            return this;
        }

        /** Sets the clock ahead. */
        User later(Duration by) {
            clock = Clock.offset(Clock.systemUTC(), by);
            return this;
        }

        /** Writes litedrill.yml, which commands find without an option. */
        User configured(String yaml) throws IOException {
            Files.writeString(folder.resolve("litedrill.yml"), yaml);
            return this;
        }

        /** Runs a command like {@link #runs}, with a terminal at which each question gets this answer. */
        CommandLineRun answers(String answer, String... args) {
            return runs(Optional.of(question -> answer), args);
        }

        /** Runs a command without a terminal, so that no question is asked. */
        public CommandLineRun runs(String... args) {
            return runs(Optional.empty(), args);
        }

        private CommandLineRun runs(Optional<UnaryOperator<String>> asker, String... args) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Terminal pipes = Terminal.pipes(
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8));
            Environment environment = new Environment(variables, folder, folder);
            RuntimeEnvironment runtime = new RuntimeEnvironment(environment, clock, storage);
            int code = Main.run(args, new Session(pipes, runtime, asker));
            return new CommandLineRun(code, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
        }
    }

    /** Returns the only object of the output, which may be in an array. */
    JsonObject object() {
        JsonNode node = json();
        return JsonObject.parse((node.isArray() ? node.get(0) : node).toString());
    }

    JsonNode json() {
        return JSON.readTree(out);
    }

    /** Returns the keys of the only object. */
    Set<String> keys() {
        JsonNode node = json();
        return new TreeSet<>((node.isArray() ? node.get(0) : node).propertyNames());
    }

    /** Returns the codes of its findings. */
    List<String> codes() {
        return object().objects("findings").orElse(List.of()).stream()
                .map(finding -> finding.text("code").orElse(""))
                .toList();
    }

    static Set<String> set(String keys) {
        return new TreeSet<>(Arrays.asList(keys.split(" ")));
    }
}
