package io.litedrill.config;

import io.litedrill.config.ConfigProblem.Place;
import java.util.Collection;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reports the problems of one section. Values of secret keys are not shown.
 *
 * @param place the place of the section
 * @param path the path of the section, with a full stop at its end; empty for the top section
 */
record SectionProblems(Report report, Place place, String path) {
    private static final Set<String> SECRET = Stream.concat(
                    Stream.of(
                            "token",
                            "metrics_token",
                            "token_sha256",
                            "identities",
                            "drill_ping",
                            "check_ping",
                            "post",
                            "health_url",
                            "password"),
                    ReplicaType.allKeys().stream()
                            .filter(key -> key.kind() == ReplicaType.Key.Kind.SECRET)
                            .map(ReplicaType.Key::own))
            .collect(Collectors.toUnmodifiableSet());

    /** Reports a problem of a key that is not set. */
    void ofSection(String key, String expectation) {
        report.problem(place, path + key, expectation, "nothing");
    }

    /** Reports a problem of a value. */
    void ofValue(String key, Value value, String expectation) {
        boolean secret =
                SECRET.contains(key.replaceFirst("\\[.*", "")) || (path.equals("history.") && key.equals("url"));
        String shown = key.equals("url") || key.startsWith("replica")
                ? ReplicaUrl.withoutSecrets(value.shown())
                : value.shown();
        report.problem(value.place(), path + key, expectation, secret ? Secret.HIDDEN : shown);
    }

    /**
     * Reports an unknown key, with the known key that resembles it, or all known keys.
     *
     * @param key the key as it is compared, with underscores
     * @param shown the key as it was written, of bounded length
     */
    void unknown(Value.Entry entry, String key, String shown, Collection<String> known) {
        String hint = Spelling.nearest(key, known)
                .map(near -> "did you mean " + near + "?")
                .orElse("known here: " + String.join(", ", known));
        report.problem(entry.place(), path + shown, "is not a key of litedrill.yml; " + hint, "");
    }

    /** Reports a key that was set before. */
    void repeated(Value.Entry entry, String key, Value.Entry first) {
        report.problem(
                entry.place(),
                path + key,
                "must be set once, and is set in line " + first.place().line() + " too",
                "");
    }
}
