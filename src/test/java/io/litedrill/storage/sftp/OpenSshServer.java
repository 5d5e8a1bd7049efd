package io.litedrill.storage.sftp;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.litedrill.litestream.Tools;
import io.litedrill.storage.ServerProcess;
import io.litedrill.storage.sftp.SftpSettings.HostKey;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Debian's sshd on 127.0.0.1, without privileges: root runs it as the user nobody. One user can log in, with a key,
 * and only for SFTP. A container is a folder.
 */
public final class OpenSshServer implements AutoCloseable {
    private final Path home;
    private final String user;
    private final ServerProcess process;

    private OpenSshServer(Path home, String user, ServerProcess process) {
        this.home = home;
        this.user = user;
        this.process = process;
    }

    /** Starts a server with its files in a folder; skips or fails the running test without its programs. */
    public static OpenSshServer start(Path folder) throws IOException {
        String program = Tools.require("sshd").toString();
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        String user = root ? "nobody" : System.getProperty("user.name");
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(folder.resolve("sftp"));
        for (String name : List.of("host", "user", "other")) {
            generate(home.resolve(name));
        }
        for (String name : List.of(".", "host", "user.pub")) {
            own(home.resolve(name), user, root);
        }
        ServerProcess process = ServerProcess.start("sshd", folder, port -> {
            List<String> command = new ArrayList<>();
            if (root) {
                command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
            }
            command.addAll(List.of(program, "-D", "-e", "-f", config(home, port).toString()));
            return command;
        });
        return new OpenSshServer(home, user, process);
    }

    private static Path config(Path home, String port) {
        try {
            return Files.writeString(
                    home.resolve("sshd_config"), """
                        Port %s
                        ListenAddress 127.0.0.1
                        HostKey HOME/host
                        AuthorizedKeysFile HOME/user.pub
                        StrictModes no
                        UsePAM yes
                        PasswordAuthentication no
                        KbdInteractiveAuthentication no
                        PidFile none
                        MaxStartups 100
                        Subsystem sftp internal-sftp
                        ForceCommand internal-sftp
                        """.formatted(port).replace("HOME", home.toString()));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static void generate(Path file) throws IOException {
        Process made = new ProcessBuilder(
                        Tools.require("ssh-keygen").toString(),
                        "-q",
                        "-t",
                        "ed25519",
                        "-N",
                        "",
                        "-C",
                        "",
                        "-f",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            if (!made.waitFor(10, TimeUnit.SECONDS) || made.exitValue() != 0) {
                throw new IOException(new String(made.getInputStream().readAllBytes(), UTF_8));
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    private static void own(Path path, String user, boolean root) throws IOException {
        if (root) {
            Files.setOwner(
                    path, path.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(user));
        }
    }

    /** Returns its port. */
    public int port() {
        return process.port();
    }

    /** Returns the user who can log in. */
    public String user() {
        return user;
    }

    /** Returns the private key of that user. */
    public Path keyFile() {
        return home.resolve("user");
    }

    /** Returns a private key without access. */
    public Path otherKeyFile() {
        return home.resolve("other");
    }

    /** Returns the public key of the server. */
    public String hostKey() throws IOException {
        return Files.readString(home.resolve("host.pub")).strip();
    }

    /** Returns another public key. */
    public String otherHostKey() throws IOException {
        return Files.readString(home.resolve("other.pub")).strip();
    }

    /** Creates a folder in which the user may write. */
    public Path createFolder(String name) throws IOException {
        Path folder = Files.createDirectory(home.resolve(name));
        own(folder, user, !user.equals(System.getProperty("user.name")));
        return folder;
    }

    /** Returns the settings for a folder, through the port of the server or of a proxy. */
    public SftpSettings settings(Path folder, int port) throws IOException {
        return new SftpSettings(
                "127.0.0.1",
                port,
                user,
                folder + "/",
                Optional.empty(),
                Optional.of(keyFile()),
                new HostKey.Fixed(hostKey()));
    }

    @Override
    public void close() {
        process.close();
    }
}
