package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.litedrill.cli.DocumentBlock;
import io.litedrill.cli.ToolRun;
import io.litedrill.litestream.Tools;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The systemd units, checked by systemd's own programs. */
class SystemdTest {
    private static final Path UNITS = Path.of("config/systemd");
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A listener in the place of systemd, which prints each message as a line. */
    private static final String LISTENER = """
        import socket, sys
        s = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        s.bind(sys.argv[1])
        with open(sys.argv[2], "w", buffering=1) as out:
            while True:
                text = s.recv(65536).decode()
                print(text.replace("\\n", "|"), file=out)
                if "STOPPING=1" in text:
                    break
            print(s.recv(65536).decode(), file=out)
        """;

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"litedrill.service", "litedrill-check.service", "litedrill-check.timer"})
    void systemdFindsNoFaultInAUnit(String unit) throws Exception {
        for (String each : List.of("litedrill.service", "litedrill-check.service", "litedrill-check.timer")) {
            String text = Files.readString(UNITS.resolve(each));
            Files.writeString(
                    folder.resolve(each),
                    text.replace(
                            "/usr/bin/litedrill",
                            Path.of("litedrill").toAbsolutePath().toString()));
        }

        ToolRun run = ToolRun.of(
                "systemd-analyze", "verify", "--man=no", folder.resolve(unit).toString());

        assertThat(run.output()).isEmpty();
        assertThat(run.exitCode()).isZero();
    }

    /**
     * Systemd rates the exposure from 0 (none) to 10 (a service without any restriction; 9.6 for a service of root).
     */
    @ParameterizedTest
    @ValueSource(strings = {"litedrill.service", "litedrill-check.service"})
    void theExposureOfAServiceIsBelowTwoAndAHalf(String unit) throws Exception {
        ToolRun run = ToolRun.of(
                "systemd-analyze",
                "security",
                "--no-pager",
                "--offline=true",
                "--threshold=25",
                UNITS.resolve(unit).toString());

        assertThat(run.output()).contains("Overall exposure level for " + unit + ": ");
        assertThat(run.exitCode()).as(run.output()).isZero();
    }

    @Test
    void theCommandsOfThePageInstallTheUnits() throws Exception {
        Tools.need("root".equals(System.getProperty("user.name")), "useradd needs root");
        HostRoot host = HostRoot.make(folder.resolve("root"));

        for (String command : DocumentBlock.commands(Path.of("docs/running.md"), "systemd")) {
            host.run(command);
        }

        assertThat(host.isEnabled("litedrill.service", "multi-user.target")).isTrue();
        assertThat(host.isEnabled("litedrill-check.timer", "timers.target")).isTrue();
        assertThat(host.root().resolve("etc/passwd")).content().startsWith("litedrill:");
        assertThat(host.root().resolve("usr/bin/litedrill")).isSymbolicLink();
    }

    @Test
    void bothServicesAreRestrictedAlike() throws IOException {
        assertThat(restrictions("litedrill-check.service"))
                .hasSizeGreaterThan(30)
                .isEqualTo(restrictions("litedrill.service"));
    }

    private static List<String> restrictions(String unit) throws IOException {
        return Files.readAllLines(UNITS.resolve(unit)).stream()
                .dropWhile(line -> !line.startsWith("User="))
                .takeWhile(line -> !line.startsWith("[Install]"))
                .filter(line -> !line.isEmpty())
                .toList();
    }

    @Test
    void theDaemonReportsItsStartAndItsEnd() throws Exception {
        Tools.require("systemd-notify");
        Path socket = folder.resolve("notify");
        Path messages = folder.resolve("messages");
        Process listener = new ProcessBuilder(
                        Tools.require("python3").toString(), "-c", LISTENER, socket.toString(), messages.toString())
                .inheritIO()
                .start();
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(messages));
            try (ServedFromClasses daemon = ServedFromClasses.start(
                    folder, "listen: 127.0.0.1:0\n", Map.of("NOTIFY_SOCKET", socket.toString()))) {
                daemon.awaitLog("listening on");
                await().atMost(PATIENCE)
                        .until(() ->
                                Files.readString(messages).contains("READY=1|STATUS=watching 0 databases on port "));
                assertThat(Files.readString(messages)).doesNotContain("STOPPING");

                assertThat(daemon.terminate()).isZero();
            }
            await().atMost(PATIENCE).until(() -> Files.readString(messages).contains("STOPPING=1"));
        } finally {
            listener.destroyForcibly();
        }
    }
}
