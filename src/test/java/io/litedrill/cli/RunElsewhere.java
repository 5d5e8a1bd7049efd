package io.litedrill.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Commands of documents that another test runs, because they need more than a database with its replica.
 *
 * @param page the end of the page's path
 * @param command a regular expression for the whole command
 * @param file the simple name of a test class, or a path in the project
 * @param mention what the file contains if it runs the command
 */
record RunElsewhere(String page, String command, String file, String mention) {
    private static final List<RunElsewhere> ALL = List.of(
            new RunElsewhere("docs/migrating.md", ".*", "MigratingGuideLiveTest", "docs/migrating.md"),
            new RunElsewhere("docs/runbooks/restore.md", ".*", "RestoreRunbookTest", "docs/runbooks/restore.md"),
            new RunElsewhere("docs/recovering.md", "(mkdir|cd|mv) .*", "BackAgainTest", "docs/recovering.md"),
            new RunElsewhere("docs/running.md", "openssl .*|litedrill receipt .*", "ReceiptTest", "genpkey"),
            new RunElsewhere("docs/running.md", "docker .*", "DockerfileIT", "docker run --read-only --tmpfs /tmp"),
            new RunElsewhere("docs/running.md", "(apt|cp|chown|chmod) .*", "PackageIT", "docs/running.md"),
            new RunElsewhere("docs/running.md", "(ln|useradd|install|systemctl) .*", "SystemdTest", "docs/running.md"),
            new RunElsewhere(".md", "litedrill serve .*", "ServeIT", "class ServeIT"),
            new RunElsewhere(".md", "litedrill demo", "DemoIT", "\"demo\""),
            new RunElsewhere(".md", "curl .*", "DocumentRequestsTest", "DocumentBlock"),
            new RunElsewhere("README.md", "mvn verify", ".ci/run", "verify </dev/null"));

    /** Returns the test that runs a command, and asserts that it exists and mentions it. */
    static Optional<RunElsewhere> of(DocumentBlock block, String command) {
        Optional<RunElsewhere> found = ALL.stream()
                .filter(each -> block.page().endsWith(each.page))
                .filter(each -> Pattern.matches(each.command, command))
                .findFirst();
        found.ifPresent(RunElsewhere::assertExists);
        return found;
    }

    private void assertExists() {
        try (Stream<Path> tests = Files.walk(Path.of("src/test/java"))) {
            Path source = tests.filter(path -> path.endsWith(file + ".java"))
                    .findFirst()
                    .orElse(Path.of(file));
            assertThat(source).content().contains(mention);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
