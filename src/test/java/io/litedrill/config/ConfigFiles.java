package io.litedrill.config;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Configuration files in a test's own folder, with an environment that is not the machine's. */
final class ConfigFiles {
    private final Path folder;
    private final Map<String, String> variables = new HashMap<>();

    ConfigFiles(Path folder) {
        this.folder = folder;
        variables.put("HOME", folder.resolve("home").toString());
    }

    ConfigFiles with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    Environment environment() {
        return new Environment(variables, folder, folder.resolve("root"));
    }

    ConfigLoader loader() {
        return new ConfigLoader(environment());
    }

    Path write(String name, String text) {
        try {
            Path file = folder.resolve(name);
            Files.createDirectories(file.resolveSibling("."));
            return Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Config litedrill(String text) throws ConfigException {
        return loader().load(write("litedrill.yml", text));
    }

    Config litestream(String text) throws ConfigException {
        return loader().load(write("litestream.yml", text));
    }

    /** Returns the message for a refused litedrill.yml, without the folder. */
    String refused(String text) {
        return message(write("litedrill.yml", text));
    }

    /** Returns the message for a refused litestream.yml, without the folder. */
    String refusedLitestream(String text) {
        return message(write("litestream.yml", text));
    }

    private String message(Path file) {
        try {
            return "accepted: " + loader().load(file);
        } catch (ConfigException e) {
            return String.valueOf(e.getMessage()).replace(folder + "/", "");
        }
    }

    static ReplicaConfig onlyReplica(Config config) {
        return config.databases().get(0).replicas().get(0);
    }
}
