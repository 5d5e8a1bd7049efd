package io.litedrill.config;

import io.litedrill.notify.Channel;
import io.litedrill.notify.Channel.Email;
import io.litedrill.notify.Channel.Format;
import io.litedrill.notify.Channel.Hook;
import io.litedrill.notify.Channel.Login;
import io.litedrill.notify.Channel.MailServer;
import io.litedrill.notify.Channel.Security;
import io.litedrill.notify.Channel.Transport;
import io.litedrill.notify.Level;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Reads the destinations of messages about changes. */
final class ChannelReader {
    private static final String TYPES = "must be slack, discord, ntfy, webhook or email";
    private static final String EMAIL = "email";
    private static final String ADDRESS = "[^\\s@<>,;]+@[^\\s@<>,;]+";

    /** The formats by their types in the configuration. */
    private static final Map<String, Format> FORMATS =
            Map.of("slack", Format.SLACK, "discord", Format.DISCORD, "ntfy", Format.NTFY, "webhook", Format.JSON);

    private ChannelReader() {}

    /** Returns the type of a channel in the configuration. */
    static String type(Transport transport) {
        return FORMATS.entrySet().stream()
                .filter(entry -> transport instanceof Hook hook && hook.format() == entry.getValue())
                .map(Map.Entry::getKey)
                .findFirst()
                .orElse(EMAIL);
    }

    static List<Channel> read(Section notify) {
        List<Channel> channels = new ArrayList<>();
        notify.sections("channels").forEach(section -> channel(section).ifPresent(channels::add));
        return channels;
    }

    private static Optional<Channel> channel(Section section) {
        Optional<String> type = section.read(
                "type",
                TYPES,
                text -> Optional.of(text).filter(each -> each.equals(EMAIL) || FORMATS.containsKey(each)));
        if (!section.has("type")) {
            section.problem("type", TYPES);
        }
        Set<Level> levels = levels(section);
        Optional<? extends Transport> transport = type.flatMap(each -> each.equals(EMAIL)
                ? mail(section)
                : Optional.ofNullable(FORMATS.get(each)).flatMap(format -> hook(section, format)));
        return transport.map(each -> new Channel(each, levels));
    }

    private static Optional<Hook> hook(Section section, Format format) {
        Optional<URI> url = section.url("url");
        if (!section.has("url")) {
            section.problem("url", "is needed for this type");
        }
        if (format == Format.NTFY && url.filter(ChannelReader::hasNoTopic).isPresent()) {
            section.problem("url", "must end in the topic, such as https://ntfy.sh/TOPIC");
        }
        return url.map(target -> new Hook(format, target));
    }

    private static boolean hasNoTopic(URI url) {
        return String.valueOf(url.getPath()).replace("/", "").isEmpty();
    }

    private static Set<Level> levels(Section section) {
        Set<Level> chosen = EnumSet.noneOf(Level.class);
        for (String text : section.texts("severities")) {
            Optional<Level> level = value(Level.class, text);
            if (level.isEmpty()) {
                section.problem("severities", "must be a list of info, warning, unknown and critical");
            }
            level.ifPresent(chosen::add);
        }
        return chosen.isEmpty() ? Channel.USUAL : chosen;
    }

    private static Optional<Email> mail(Section section) {
        Optional<MailServer> server = server(section);
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
        return server.flatMap(known -> from.map(sender -> new Email(known, login, sender, to)));
    }

    private static Optional<MailServer> server(Section section) {
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
                .map(place -> new MailServer(place.host(), place.port().orElse(security.port()), security, ca));
    }

    private static Optional<Login> login(Section section) {
        Optional<String> user = section.text("user");
        Optional<String> password = section.text("password");
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
