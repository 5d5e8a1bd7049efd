package io.litedrill.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads {@code discover}: a URL, a mapping, or a list of mappings. */
final class DiscoverReader {
    private static final String KEY = "discover";
    private static final PathFilter ALL = new PathFilter(List.of(), List.of());
    private static final Duration INTERVAL = Duration.ofMinutes(1);
    private static final Duration FORGET_AFTER = Duration.ofDays(7);

    private final OwnReplicas replicas;
    private final SettingsDraft settings;

    /**
     * Creates a reader.
     *
     * @param settings the settings of the top of the file
     */
    DiscoverReader(OwnReplicas replicas, SettingsDraft settings) {
        this.replicas = replicas;
        this.settings = settings;
    }

    List<DiscoverConfig> of(Section top) {
        List<DiscoverConfig> all = new ArrayList<>();
        if (top.isList(KEY)) {
            top.sections(KEY).forEach(each -> all.add(read(each)));
        } else if (top.isSection(KEY)) {
            top.section(KEY).ifPresent(each -> all.add(read(each)));
        } else {
            top.text(KEY)
                    .ifPresent(url -> all.add(new DiscoverConfig(
                            replicas.replica(top, KEY, url), ALL, "", INTERVAL, FORGET_AFTER, settings.settled())));
        }
        Set<String> ids = new HashSet<>();
        all.stream()
                .filter(each -> !ids.add(each.id()))
                .forEach(twin -> top.problem(KEY, "must have prefixes that differ; twice: " + twin.address()));
        return all;
    }

    private DiscoverConfig read(Section section) {
        return new DiscoverConfig(
                replicas.replica(section),
                new PathFilter(patterns(section, "include"), patterns(section, "exclude")),
                section.read(
                                "name_prefix",
                                "must be up to 100 characters, without :// and control characters",
                                text -> text.matches("[^\\p{Cc}]{1,100}") && !text.contains("://")
                                        ? Optional.of(text)
                                        : Optional.empty())
                        .orElse(""),
                section.duration("interval").orElse(INTERVAL),
                section.duration("forget_after", false).orElse(FORGET_AFTER),
                settings.settled());
    }

    private static List<String> patterns(Section section, String key) {
        List<String> patterns = section.texts(key);
        patterns.stream()
                .filter(pattern -> !PathFilter.isPattern(pattern))
                .forEach(wrong -> section.problem(key, "must be patterns such as tmp/** or *-test; wrong: " + wrong));
        return patterns;
    }
}
