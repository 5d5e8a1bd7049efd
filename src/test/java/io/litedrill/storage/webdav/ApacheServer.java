package io.litedrill.storage.webdav;

import io.litedrill.litestream.Tools;
import io.litedrill.storage.ServerProcess;
import io.litedrill.storage.webdav.WebDavSettings.Login;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Debian's Apache with mod_dav on 127.0.0.1, without privileges: root runs it as the user nobody. It requires Basic
 * authentication below {@code /}, and Digest below {@code /digest}.
 */
public final class ApacheServer implements AutoCloseable {
    static final String PASSWORD = "correct horse: battery?";
    private static final String USER = "ada";

    private final Path files;
    private final ServerProcess process;

    private ApacheServer(Path files, ServerProcess process) {
        this.files = files;
        this.process = process;
    }

    /** Starts a server with its files in a folder; skips or fails the running test without its program. */
    public static ApacheServer start(Path folder) throws IOException {
        String program = Tools.require("apache2").toString();
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path home = Files.createDirectory(folder.resolve("apache"));
        Path files = Files.createDirectory(home.resolve("files"));
        Files.createDirectory(files.resolve("digest"));
        Files.writeString(home.resolve("basic"), USER + ":{SHA}" + digest("SHA-1", PASSWORD) + "\n");
        Files.writeString(home.resolve("digest"), USER + ":files:" + md5(USER + ":files:" + PASSWORD) + "\n");
        for (Path each : List.of(home, files, files.resolve("digest"))) {
            if (root) {
                Files.setOwner(
                        each,
                        each.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName("nobody"));
            }
        }
        ServerProcess process = ServerProcess.start("apache2", folder, port -> {
            List<String> command = new ArrayList<>();
            if (root) {
                command.addAll(List.of("setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"));
            }
            command.addAll(
                    List.of(program, "-DFOREGROUND", "-f", config(home, port).toString()));
            return command;
        });
        return new ApacheServer(files, process);
    }

    private static Path config(Path home, String port) {
        try {
            // the wrapper of .ci/tools has the modules beside the program
            Path beside = Tools.require("apache2").toRealPath().resolveSibling("servers/usr/lib/apache2/modules");
            Path modules = Files.isDirectory(beside) ? beside : Path.of("/usr/lib/apache2/modules");
            String load = Stream.of(
                            "mpm_prefork",
                            "authn_core",
                            "authn_file",
                            "authz_core",
                            "authz_user",
                            "auth_basic",
                            "auth_digest",
                            "dav",
                            "dav_fs")
                    .map(name -> "LoadModule " + name + "_module " + modules + "/mod_" + name + ".so\n")
                    .collect(Collectors.joining());
            return Files.writeString(
                    home.resolve("apache.conf"), load + """
                        Listen 127.0.0.1:%s
                        ServerName localhost
                        ServerRoot HOME
                        PidFile HOME/pid
                        DefaultRuntimeDir HOME
                        ErrorLog HOME/error.log
                        DocumentRoot HOME/files
                        DavLockDB HOME/locks
                        DavMinTimeout 0
                        LimitXMLRequestBody 0
                        <Directory HOME/files>
                          Dav On
                          AuthType Basic
                          AuthName files
                          AuthUserFile HOME/basic
                          Require valid-user
                        </Directory>
                        <Directory HOME/files/digest>
                          AuthType Digest
                          AuthName files
                          AuthUserFile HOME/digest
                          Require valid-user
                        </Directory>
                        """.formatted(port).replace("HOME", home.toString()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String digest(String algorithm, String text) {
        return Base64.getEncoder().encodeToString(hash(algorithm, text));
    }

    private static String md5(String text) {
        return HexFormat.of().formatHex(hash("MD5", text));
    }

    private static byte[] hash(String algorithm, String text) {
        try {
            return MessageDigest.getInstance(algorithm).digest(text.getBytes(java.nio.charset.StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Returns its port. */
    public int port() {
        return process.port();
    }

    /** Returns the user who may read and write. */
    public String user() {
        return USER;
    }

    /** Returns the password of that user. */
    public String password() {
        return PASSWORD;
    }

    /** Returns the folder that it serves. */
    public Path files() {
        return files;
    }

    /** Creates a folder in which the server may write. */
    public Path createFolder(String name) throws IOException {
        Path folder = Files.createDirectory(files.resolve(name));
        Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxrwxrwx"));
        return folder;
    }

    /** Returns the settings for a folder, through the port of the server or of a proxy. */
    public WebDavSettings settings(String folder, int port) {
        return settings(folder, port, PASSWORD);
    }

    static WebDavSettings settings(String folder, int port, String password) {
        URI address = URI.create("http://127.0.0.1:" + port + (folder.isEmpty() ? "" : "/" + folder));
        return new WebDavSettings(address, Optional.of(new Login(USER, password)));
    }

    @Override
    public void close() {
        process.close();
    }
}
