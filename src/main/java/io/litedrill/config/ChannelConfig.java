package io.litedrill.config;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * Holds one destination of messages about changes.
 *
 * @param type the service
 * @param url the URL of the service; empty for e-mail. May be a secret
 * @param mail the e-mail; empty for a URL
 * @param severities the severities that are sent
 */
public record ChannelConfig(Type type, Optional<URI> url, Optional<Mail> mail, Set<Severity> severities) {
    private static final String TYPES = "must be slack, discord, ntfy, webhook or email";
    private static final String ADDRESS = "[^\\s@<>,;]+@[^\\s@<>,;]+";

    /** Copies the set. */
    public ChannelConfig {
        severities = Set.copyOf(severities);
    }

    /** The services. */
    public enum Type {
        /** Slack, and services that accept its hooks. */
        SLACK,
        /** Discord. */
        DISCORD,
        /** ntfy. */
        NTFY,
        /** Litedrill's own JSON. */
        WEBHOOK,
        /** SMTP. */
        EMAIL
    }

    /** The severities of messages. */
    public enum Severity {
        /** Real restores. */
        INFO,
        /** Problems that do not prevent a restore. */
        WARNING,
        /** A replica that could not be read. */
        UNKNOWN,
        /** Data would be lost. */
        CRITICAL
    }

    /** How the connection to a mail server is encrypted. */
    public enum Security {
        /** After the first lines. */
        STARTTLS(587),
        /** From the first byte. */
        TLS(465),
        /** Never. */
        NONE(25);

        private final int port;

        Security(int port) {
            this.port = port;
        }
    }

    /**
     * Holds the settings of a mail server.
     *
     * @param port 1 to 65535
     * @param ca PEM file of the trusted certificates; empty: those of Java
     */
    public record Server(String host, int port, Security security, Optional<Path> ca) {}

    /** Holds the settings of e-mails. */
    public record Mail(Server server, Optional<Login> login, String from, List<String> to) {
        /** Copies the list. */
        public Mail {
            to = List.copyOf(to);
        }
    }

    /** Holds the user of a mail server. */
    public record Login(String user, Secret password) {}

    static List<ChannelConfig> read(Section notify) {
        List<ChannelConfig> channels = new ArrayList<>();
        notify.sections("channels").forEach(section -> channel(section).ifPresent(channels::add));
        return channels;
    }

    private static Optional<ChannelConfig> channel(Section section) {
        Optional<Type> type = section.read("type", TYPES, text -> value(Type.class, text));
        if (!section.has("type")) {
            section.problem("type", TYPES);
        }
        Set<Severity> severities = severities(section);
        if (type.filter(Type.EMAIL::equals).isPresent()) {
            return mail(section)
                    .map(mail -> new ChannelConfig(Type.EMAIL, Optional.empty(), Optional.of(mail), severities));
        }
        Optional<URI> url = section.url("url");
        if (type.isPresent() && !section.has("url")) {
            section.problem("url", "is needed for this type");
        }
        if (type.filter(Type.NTFY::equals).isPresent()
                && url.filter(ChannelConfig::hasNoTopic).isPresent()) {
            section.problem("url", "must end in the topic, such as https://ntfy.sh/TOPIC");
        }
        return type.flatMap(known ->
                url.map(target -> new ChannelConfig(known, Optional.of(target), Optional.empty(), severities)));
    }

    private static boolean hasNoTopic(URI url) {
        return String.valueOf(url.getPath()).replace("/", "").isEmpty();
    }

    private static Set<Severity> severities(Section section) {
        Set<Severity> chosen = EnumSet.noneOf(Severity.class);
        for (String text : section.texts("severities")) {
            Optional<Severity> severity = value(Severity.class, text);
            if (severity.isEmpty()) {
                section.problem("severities", "must be a list of info, warning, unknown and critical");
            }
            severity.ifPresent(chosen::add);
        }
        return chosen.isEmpty() ? EnumSet.of(Severity.WARNING, Severity.CRITICAL) : chosen;
    }

    private static Optional<Mail> mail(Section section) {
        Optional<Server> server = server(section);
        Optional<String> from = section.read(
                "from", "must be an e-mail address", text -> Optional.of(text).filter(each -> each.matches(ADDRESS)));
        List<String> to = section.texts("to");
        if (to.isEmpty() || to.stream().anyMatch(address -> !address.matches(ADDRESS))) {
            section.problem("to", "must be a list of e-mail addresses");
            return Optional.empty();
        }
        for (String key : List.of("server", "from")) {
            if (!section.has(key)) {
                section.problem(key, "is needed for e-mail");
            }
        }
        Optional<Login> login = login(section);
        return server.flatMap(known -> from.map(sender -> new Mail(known, login, sender, to)));
    }

    private static Optional<Server> server(Section section) {
        Security security = section.read("tls", "must be starttls, tls or none", text -> value(Security.class, text))
                .orElse(Security.STARTTLS);
        Optional<Path> ca = section.path("ca", Path::of);
        if (ca.isPresent() && !ca.get().isAbsolute()) {
            section.problem("ca", "must be an absolute path");
        }
        if (ca.isPresent() && security == Security.NONE) {
            section.problem("ca", "has no use with tls: none");
        }
        return section.read("server", "must be the name of a mail server, or NAME:PORT", Place::parse)
                .map(place -> new Server(place.host(), place.port().orElse(security.port), security, ca));
    }

    private static Optional<Login> login(Section section) {
        Optional<String> user = section.text("user");
        Optional<Secret> password = section.text("password").map(Secret::new);
        if (user.isPresent() != password.isPresent()) {
            section.problem(user.isPresent() ? "password" : "user", "is needed beside the other");
        }
        return user.flatMap(name -> password.map(secret -> new Login(name, secret)));
    }

    private static <E extends Enum<E>> Optional<E> value(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().toLowerCase(Locale.ROOT).equals(text))
                .findFirst();
    }

    /** A host with an optional port. */
    private record Place(String host, OptionalInt port) {
        static Optional<Place> parse(String text) {
            if (text.matches("[A-Za-z0-9._-]+")) {
                return Optional.of(new Place(text, OptionalInt.empty()));
            }
            if (!text.matches("[A-Za-z0-9._-]+:[0-9]{1,5}")) {
                return Optional.empty();
            }
            int colon = text.indexOf(':');
            int port = Integer.parseInt(text.substring(colon + 1));
            return port >= 1 && port <= 65_535
                    ? Optional.of(new Place(text.substring(0, colon), OptionalInt.of(port)))
                    : Optional.empty();
        }
    }
}
