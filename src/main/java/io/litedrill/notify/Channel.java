package io.litedrill.notify;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.EnumSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * A destination of messages about changes: a problem that is new, and its end.
 *
 * @param transport how a message is sent
 * @param levels the levels that are sent; others are treated as if they did not exist
 */
public record Channel(Transport transport, Set<Level> levels) {
    /** The levels that are sent by default. */
    public static final Set<Level> USUAL = Set.copyOf(EnumSet.of(Level.WARNING, Level.CRITICAL));

    /** Copies the set. */
    public Channel {
        levels = Set.copyOf(levels);
    }

    /** How a message is sent. */
    public sealed interface Transport {}

    /**
     * A POST to a URL.
     *
     * @param uri may be a secret
     */
    public record Hook(Format format, URI uri) implements Transport {
        /** Omits the URL. */
        @Override
        public String toString() {
            return "Hook[" + format + "]";
        }
    }

    /** The body of a POST. */
    public enum Format {
        /** {@code {"text": ...}}, as Slack, Mattermost and Rocket.Chat accept it. */
        SLACK,
        /** {@code {"content": ...}}. */
        DISCORD,
        /** A message of ntfy; the URL ends in its topic. */
        NTFY,
        /** Litedrill's own object. */
        JSON
    }

    /**
     * An e-mail.
     *
     * @param login the user and password; empty for a server that requires none
     */
    public record Email(MailServer server, Optional<Login> login, String from, List<String> to) implements Transport {
        /** Copies the list. */
        public Email {
            to = List.copyOf(to);
        }
    }

    /**
     * The server that accepts e-mails.
     *
     * @param ca PEM file of the trusted certificates; empty: those of Java
     */
    public record MailServer(String host, int port, Security security, Optional<Path> ca) {}

    /** The user of a mail server. */
    public record Login(String user, String password) {
        /** Omits the password. */
        @Override
        public String toString() {
            return "Login[" + user + "]";
        }
    }

    /** How the connection to a mail server is encrypted. */
    public enum Security {
        /** Encrypted after the first lines; a server that does not offer it is refused. */
        STARTTLS(587),
        /** Encrypted from the first byte. */
        TLS(465),
        /** Not encrypted. */
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }

        /** Returns the usual port of such servers. */
        public int port() {
            return port;
        }
    }

    /** Returns a key for the stored state of this channel, which reveals no secret. */
    String key() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(identity().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /** Everything that distinguishes two channels, except the password, which may change. */
    private String identity() {
        if (transport instanceof Hook hook) {
            return hook.format() + " " + hook.uri() + " " + new TreeSet<>(levels);
        }
        Email email = (Email) transport;
        return "mail " + email.server() + " " + email.login().map(Login::user) + " " + email.from() + " "
                + new TreeSet<>(email.to()) + " " + new TreeSet<>(levels);
    }

    /** Returns the kind of this channel for messages, without secrets. */
    String kind() {
        return transport instanceof Hook hook ? hook.format().name().toLowerCase(Locale.ROOT) : "email";
    }
}
