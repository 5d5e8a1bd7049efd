package io.litedrill.daemon;

import io.litedrill.hook.CommandRunner;
import io.litedrill.hook.HookCommand;
import io.litedrill.hook.HookOutcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reports the state of the daemon to systemd ({@code Type=notify}). Java has no datagram sockets of type {@code
 * AF_UNIX}, so {@code systemd-notify} sends the messages, which requires {@code NotifyAccess=all} in the unit.
 */
public final class ServiceManager {
    private static final Logger LOG = LoggerFactory.getLogger(ServiceManager.class);
    private static final Duration LIMIT = Duration.ofSeconds(5);
    private static final List<Path> PROGRAMS =
            List.of(Path.of("/usr/bin/systemd-notify"), Path.of("/bin/systemd-notify"));

    private final Optional<String> socket;

    /**
     * Creates a reporter.
     *
     * @param socket the value of {@code NOTIFY_SOCKET}; empty if no service manager waits for messages
     */
    public ServiceManager(Optional<String> socket) {
        this.socket = socket;
    }

    /**
     * Reports that the daemon answers requests.
     *
     * @param status one line for {@code systemctl status}
     */
    public void ready(String status) {
        send("READY=1", "STATUS=" + status);
    }

    /** Reports that the daemon is about to end. */
    public void stopping() {
        send("STOPPING=1");
    }

    private void send(String... fields) {
        socket.ifPresent(name -> PROGRAMS.stream()
                .filter(Files::isExecutable)
                .findFirst()
                .ifPresentOrElse(
                        program -> run(program, name, fields),
                        () -> LOG.warn(
                                "systemd waits for a message that only systemd-notify can send, and {} is"
                                        + " missing: the start of the unit will time out. Install it, or set Type=exec",
                                PROGRAMS.get(0))));
    }

    private static void run(Path program, String socket, String... fields) {
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(List.of(fields));
        HookOutcome outcome = new CommandRunner().run(new HookCommand(command, Map.of("NOTIFY_SOCKET", socket), LIMIT));
        if (!(outcome instanceof HookOutcome.Succeeded)) {
            LOG.warn("systemd was not informed ({}): {}", fields[0], outcome);
        }
    }
}
