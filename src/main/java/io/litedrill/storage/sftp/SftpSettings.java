package io.litedrill.storage.sftp;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The settings of one account on an SFTP server. {@code toString} omits the password.
 *
 * @param host name or address, without a port
 * @param folder the folder of all keys, with a slash at its end, such as {@code /}; empty for the folder of the login
 * @param password empty without one
 * @param keyFile the private key of the user, without a passphrase; empty without one
 */
public record SftpSettings(
        String host,
        int port,
        String user,
        String folder,
        Optional<String> password,
        Optional<Path> keyFile,
        HostKey hostKey) {
    /** The standard port of SSH. */
    public static final int PORT = 22;

    /** Describes how the key of the server is verified. */
    public sealed interface HostKey {
        /** Accepts any key, as Litestream does without {@code host-key}. */
        record Any() implements HostKey {}

        /**
         * Accepts one key.
         *
         * @param line {@code TYPE BASE64}, as in a public key file
         */
        record Fixed(String line) implements HostKey {}

        /**
         * Accepts the keys in a file.
         *
         * @param file in the form of OpenSSH's {@code known_hosts}
         */
        record Known(Path file) implements HostKey {}
    }

    /** Returns the server for messages. */
    String server() {
        return host.contains(":") ? "[" + host + "]:" + port : host + ":" + port;
    }

    /** Returns the address of a key for messages. */
    public String locate(String key) {
        String place = port == PORT ? server().replaceFirst(":\\d+$", "") : server();
        return "sftp://" + place + (folder.startsWith("/") ? "" : "/~/") + folder + key;
    }

    /** Returns the path of a key on the server. */
    String path(String key) {
        String path = folder + key.replaceFirst("/$", "");
        return path.isEmpty() ? "." : path;
    }

    @Override
    public String toString() {
        return "SftpSettings[" + user + "@" + server() + ", folder=" + folder + ", keyFile=" + keyFile + "]";
    }
}
