package io.litedrill.storage.nats;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The settings of one bucket of a NATS object store.
 *
 * @param server {@code HOST:PORT}
 * @param bucket its name
 */
public record NatsSettings(String server, String bucket, Login login, Tls tls) {
    /** The port and host of Litestream's default server. */
    public static final String SERVER = "127.0.0.1:4222";

    /** Describes the login. {@code toString} omits secrets. */
    public sealed interface Login {
        /** Sends a JSON Web Token, and signs with the seed of its user. */
        record Jwt(String token, String seed) implements Login {
            @Override
            public String toString() {
                return "Jwt";
            }
        }

        /** Sends the token in a file, and signs with the seed in it. */
        record Creds(Path file) implements Login {}

        /** Signs with the seed of a public key. */
        record Seed(String seed) implements Login {
            @Override
            public String toString() {
                return "Seed";
            }
        }

        /** Sends a name and a password. */
        record User(String name, String password) implements Login {
            @Override
            public String toString() {
                return "User[name=" + name + "]";
            }
        }

        /** Sends a token. */
        record Token(String token) implements Login {
            @Override
            public String toString() {
                return "Token";
            }
        }

        /** Sends nothing. */
        record None() implements Login {}
    }

    /**
     * Describes the use of TLS. A server that requires TLS has it without any of these settings.
     *
     * @param wanted whether a server without TLS is refused
     * @param authorities PEM files with the only authorities to trust; none for those of Java
     * @param client the files of a certificate for the server, and of its key
     */
    public record Tls(boolean wanted, List<Path> authorities, Optional<ClientFiles> client) {
        /** Copies the list. */
        public Tls {
            authorities = List.copyOf(authorities);
        }

        boolean isRequired() {
            return wanted || !authorities.isEmpty() || client.isPresent();
        }
    }

    /** Names the PEM files of a client. */
    public record ClientFiles(Path certificate, Path key) {}

    /** Returns the address of a key for messages. */
    public String locate(String key) {
        return "nats://" + server + "/" + bucket + "/" + key;
    }
}
