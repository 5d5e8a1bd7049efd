package io.litedrill.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.litedrill.cli.ToolRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Runs the commands that install Litedrill on a host, with a folder as the root of the host. */
record HostRoot(Path root) {
    private static final String ABSOLUTE = "(?<= )/";

    /** Creates the folders of an empty host. */
    static HostRoot make(Path root) throws IOException {
        for (String folder : List.of("etc/systemd/system", "usr/bin", "var/lib")) {
            Files.createDirectories(root.resolve(folder));
        }
        for (String file : List.of("passwd", "group", "shadow", "gshadow")) {
            Files.createFile(root.resolve("etc").resolve(file));
        }
        return new HostRoot(root);
    }

    /** Runs one command and asserts that it succeeds. */
    void run(String command) throws IOException, InterruptedException {
        String[] words = command.split(" +", 2);
        String here = switch (words[0]) {
            // nothing runs here that could be reloaded or started
            case "systemctl" ->
                command.replace("daemon-reload", "list-unit-files")
                        .replace("systemctl ", "systemctl --no-pager --root=" + root + " ")
                        .replace(" --now", "");
            case "useradd" -> command.replace("useradd ", "useradd --prefix " + root + " ");
            case "ln" -> command.replaceFirst(" /(?!.* /)", " " + root + "/");
            case "chown" ->
                command.replace("root:litedrill", "0:" + group("litedrill")).replaceAll(ABSOLUTE, root + "/");
            case "cp", "chmod", "install" -> command.replaceAll(ABSOLUTE, root + "/");
            default -> throw new IllegalArgumentException("not a command of an installation: " + command);
        };
        ToolRun run = ToolRun.of("sh", "-c", here);
        assertThat(run.exitCode()).as(here + "\n" + run.output()).isZero();
    }

    private String group(String name) throws IOException {
        return Files.readAllLines(root.resolve("etc/group")).stream()
                .filter(line -> line.startsWith(name + ":"))
                .map(line -> line.split(":", -1)[2])
                .findFirst()
                .orElseThrow();
    }

    /** Returns whether systemd starts a unit with this target. */
    boolean isEnabled(String unit, String target) {
        return Files.isSymbolicLink(root.resolve("etc/systemd/system/" + target + ".wants/" + unit));
    }
}
