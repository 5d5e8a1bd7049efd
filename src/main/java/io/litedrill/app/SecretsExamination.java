package io.litedrill.app;

import io.litedrill.app.Diagnosis.Area;
import io.litedrill.check.Format;
import io.litedrill.check.Hint;
import io.litedrill.check.Verdict;
import io.litedrill.config.Environment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Examines which users can read the secrets of a configuration: its file, the litestream.yml that it names, and the
 * files with keys and tokens that these name. Litedrill refuses none of them for that, since they are the owner's.
 */
final class SecretsExamination {
    private static final long LARGEST_CONFIG = 1 << 20;
    private static final String LINE_OR_MAPPING = "(?im)(?:^[\\s-]*|[{,]\\s*)";

    /**
     * A secret that is not taken from a variable: the value of a key, as litedrill.yml or litestream.yml spells it, the
     * path of a webhook, or a part of a URL: a password before the host, or a parameter; an age identity anywhere.
     */
    private static final Pattern SECRET = Pattern.compile(LINE_OR_MAPPING
            + "(?:(?:secret[-_]access[-_]key|access[-_]key[-_]id|session[-_]token|sas[-_]token|account[-_]key"
            + "|(?:[\\w-]+[-_])?password|token|metrics_token|jwt|seed"
            + "|drill_ping|check_ping|post|identities):\\s*['\"]?[^\\s$'\"#\\[{]"
            + "|url:\\s*['\"]?https?://[^/\\s$'\"]+/[^\\s$'\"])"
            + "|^[^#\\n]*://[^/\\s$'\"@]*:[^/\\s$'\"@]+@"
            + "|^[^#\\n]*[?&][\\w-]*(?:password|secret|token|key|signature)[\\w-]*=[^\\s$'\"&]"
            + "|^[^#\\n]*AGE-SECRET-KEY-1");

    private static final String VALUE = ":\\s*['\"]?([^\\s$'\"#,}\\[{][^\\s$'\"#,}]*)['\"]?\\s*(?:[,}#]|$)";
    private static final Pattern INCLUDED = Pattern.compile("(?m)^litestream" + VALUE);
    /** A key whose value is a file with a secret, relative to the configuration. */
    private static final Pattern BESIDE =
            Pattern.compile(LINE_OR_MAPPING + "(?:token_file|metrics_token_file|identity_file)" + VALUE);
    /** A key whose value is a file with a secret, relative to the working folder. */
    private static final Pattern IN_FOLDER =
            Pattern.compile(LINE_OR_MAPPING + "(?:key[-_]path|creds|client[-_]key)" + VALUE);

    private static final String GOOGLE = "GOOGLE_APPLICATION_CREDENTIALS";

    private final Environment environment;

    SecretsExamination(Environment environment) {
        this.environment = environment;
    }

    /** Examines a configuration, and what it names. */
    List<Diagnosis> examine(Path file) {
        List<Diagnosis> all = new ArrayList<>(configuration(file));
        named(text(file), INCLUDED, folder(file)).forEach(beside -> all.addAll(configuration(beside)));
        environment.nonEmpty(GOOGLE).flatMap(name -> absolute(name, environment.folder())).stream()
                .flatMap(key -> exposed(key).stream())
                .forEach(all::add);
        return all;
    }

    private List<Diagnosis> configuration(Path file) {
        String text = text(file);
        List<Diagnosis> all = new ArrayList<>();
        Readers.of(file).map(readers -> configuration(file, readers, text)).ifPresent(all::add);
        Stream.concat(named(text, BESIDE, folder(file)), named(text, IN_FOLDER, environment.folder()))
                .flatMap(key -> exposed(key).stream())
                .forEach(all::add);
        return all;
    }

    private static Diagnosis configuration(Path file, Readers readers, String text) {
        String message = file + " (" + readers.mode() + ") can be read by " + readers.who();
        return !readers.isPrivate() && SECRET.matcher(text).find()
                ? warning(
                        message + ", and holds secrets",
                        "chmod 600 " + Format.quoted(file.toString())
                                + " for Litedrill's user, or take the secrets from variables: ${NAME}")
                : Diagnosis.ok(Optional.empty(), Area.SECRECY, message);
    }

    /** Returns a warning for a file with a secret that others can read. The group may read a file of root. */
    private static Optional<Diagnosis> exposed(Path file) {
        return Readers.of(file)
                .filter(readers -> readers.others() || (readers.group() && !readers.isOfRoot()))
                .map(readers -> warning(
                        file + " (" + readers.mode() + ") can be read by " + readers.who() + ", and holds a secret",
                        "chmod 600 " + Format.quoted(file.toString()) + " for Litedrill's user"));
    }

    private Stream<Path> named(String text, Pattern key, Path base) {
        return key.matcher(text)
                .results()
                .flatMap(found -> absolute(found.group(1), base).stream())
                .distinct();
    }

    private Optional<Path> absolute(String name, Path base) {
        try {
            return Optional.of(environment.absolute(name, base));
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    private static Path folder(Path file) {
        return Optional.ofNullable(file.toAbsolutePath().getParent()).orElseThrow();
    }

    private static String text(Path file) {
        try {
            return Files.size(file) <= LARGEST_CONFIG ? Files.readString(file) : "";
        } catch (IOException unreadable) {
            return "";
        }
    }

    private static Diagnosis warning(String message, String next) {
        return new Diagnosis(Optional.empty(), Area.SECRECY, Verdict.WARNING, message, Hint.text(next));
    }
}
