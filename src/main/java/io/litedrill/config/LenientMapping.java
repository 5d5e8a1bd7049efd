package io.litedrill.config;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/**
 * Reads a mapping of litestream.yml as Litestream's YAML library (YAML 1.1) does: it ignores unknown keys, uses the
 * last of repeated keys, and treats null as not set. A value that the library rejects is a problem, because Litestream
 * would not start.
 *
 * @param path the path of this mapping, for messages; empty at the top
 */
record LenientMapping(Report report, Value.Entries value, String path) {
    private static final Set<String> TRUE = Set.of("y", "yes", "true", "on");
    private static final Set<String> FALSE = Set.of("n", "no", "false", "off");

    /** Returns {@code FILE:LINE PATH}, for messages. */
    String where() {
        return whereOf(value, path);
    }

    private String whereOf(Value at, String itsPath) {
        return report.file() + ":" + at.place().line() + (itsPath.isEmpty() ? "" : " " + itsPath);
    }

    /** Returns {@code FILE:LINE PATH} of an entry of this mapping, for messages. */
    String whereOf(Value.Entry entry) {
        return report.file() + ":" + entry.place().line() + " " + pathOf(entry.key());
    }

    private String pathOf(String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    private Optional<Value.Scalar> scalar(String key) {
        Optional<Value> found = value.last(key);
        if (found.isPresent() && !(found.get() instanceof Value.Scalar)) {
            refuse(key, found.get(), "must be a single value");
        }
        return found.filter(Value.Scalar.class::isInstance).map(Value.Scalar.class::cast);
    }

    /** Reports that the value of a key is one that Litestream rejects. */
    void refuse(String key, String expectation) {
        value.last(key).ifPresent(found -> refuse(key, found, expectation));
    }

    private void refuse(String key, Value found, String expectation) {
        boolean unset = found instanceof Value.Scalar scalar && !scalar.unset().isEmpty();
        String because = unset ? ": " + UnsetVariables.reason(((Value.Scalar) found).unset()) : "";
        report.problem(found.place(), pathOf(key), expectation + because, found.shown());
    }

    /** Returns a text; null and an empty value are the empty text. */
    Optional<ReplicaFields.Field> text(String key) {
        return scalar(key)
                .map(scalar -> new ReplicaFields.Field(
                        scalar.isNull() ? "" : scalar.text(), scalar.unset(), whereOf(scalar, pathOf(key))));
    }

    Optional<Boolean> bool(String key) {
        Optional<Value.Scalar> scalar = scalar(key).filter(each -> !each.isNull());
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get().text().toLowerCase(Locale.ROOT);
        boolean plain = scalar.get().form() == Value.Form.PLAIN;
        if (!plain || !(TRUE.contains(text) || FALSE.contains(text))) {
            refuse(key, scalar.get(), "must be true or false");
            return Optional.empty();
        }
        return Optional.of(TRUE.contains(text));
    }

    /** Returns a positive duration. A bare number counts nanoseconds. Drops any other value, with a warning. */
    Optional<Duration> duration(String key) {
        Optional<Value.Scalar> scalar = scalar(key).filter(each -> !each.isNull());
        if (scalar.isEmpty()) {
            return Optional.empty();
        }
        String text = scalar.get().text();
        Optional<Duration> parsed = text.matches("[0-9]{1,18}")
                ? Optional.of(Duration.ofNanos(Long.parseLong(text)))
                : Durations.parseGo(text);
        if (parsed.isEmpty()) {
            refuse(key, scalar.get(), "must be a duration as Go writes it, such as 1h30m or 200ms");
        }
        if (parsed.isPresent() && (parsed.get().isZero() || parsed.get().isNegative())) {
            report.warning(whereOf(scalar.get(), pathOf(key)) + ": is not more than 0, and is treated as not set");
            return Optional.empty();
        }
        return parsed;
    }

    Optional<LenientMapping> loose(String key) {
        return value.last(key).flatMap(found -> mapping(key, found));
    }

    private Optional<LenientMapping> mapping(String key, Value found) {
        if (found instanceof Value.Entries entries) {
            return Optional.of(new LenientMapping(report, entries, pathOf(key)));
        }
        if (!(found instanceof Value.Scalar scalar && scalar.isNull())) {
            refuse(key, found, "must be a mapping of keys to values");
        }
        return Optional.empty();
    }

    /** Returns the mappings of a list, without null items. */
    List<LenientMapping> list(String key) {
        List<LenientMapping> list = new ArrayList<>();
        List<Value> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            mapping(key + "[" + i + "]", items.get(i)).ifPresent(list::add);
        }
        return list;
    }

    /** Returns the texts of a list; null is the empty text. */
    List<ReplicaFields.Field> texts(String key) {
        List<ReplicaFields.Field> texts = new ArrayList<>();
        List<Value> items = items(key);
        for (int i = 0; i < items.size(); i++) {
            String itsKey = key + "[" + i + "]";
            if (items.get(i) instanceof Value.Scalar scalar) {
                String text = scalar.isNull() ? "" : scalar.text();
                texts.add(new ReplicaFields.Field(text, scalar.unset(), whereOf(scalar, pathOf(itsKey))));
            } else {
                refuse(itsKey, items.get(i), "must be a single value");
            }
        }
        return texts;
    }

    private List<Value> items(String key) {
        Optional<Value> found = value.last(key);
        if (found.isPresent() && found.get() instanceof Value.Items list) {
            return list.values();
        }
        boolean isNull = found.isEmpty() || (found.get() instanceof Value.Scalar scalar && scalar.isNull());
        if (!isNull) {
            refuse(key, found.get(), "must be a list");
        }
        return List.of();
    }
}
