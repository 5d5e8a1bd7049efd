package io.litedrill.history;

import io.litedrill.files.FileTree;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Runs one real PostgreSQL for the tests of a class. Each test has an empty schema. */
public final class PostgresServer implements BeforeAllCallback, BeforeEachCallback, AfterAllCallback {
    private Optional<Path> folder = Optional.empty();
    private Optional<Postgres> server = Optional.empty();
    private Optional<PostgresSettings> settings = Optional.empty();

    @Override
    public void beforeAll(ExtensionContext context) throws Exception {
        Path created = Files.createTempDirectory("litedrill-postgres-");
        folder = Optional.of(created);
        server = Optional.of(Postgres.start(created));
    }

    @Override
    public void beforeEach(ExtensionContext context) throws Exception {
        settings = Optional.of(server().schema());
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        if (server.isPresent()) {
            server().close();
        }
        if (folder.isPresent()) {
            FileTree.delete(folder.get());
        }
    }

    /** Returns the server. */
    public Postgres server() {
        return server.orElseThrow();
    }

    /** Returns the login to the schema of the test. */
    public PostgresSettings settings() {
        return settings.orElseThrow();
    }

    /** Runs a statement as the superuser, with {@code SCHEMA} as the name of the test's schema. */
    public void execute(String sql) throws Exception {
        server().execute(sql.replace("SCHEMA", settings().url().replaceFirst(".*currentSchema=", "")));
    }
}
