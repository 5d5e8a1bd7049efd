package io.litedrill.recover;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Explains an outcome to people. The permissions that it names are values, so that a command line prints them as
 * options and the API as keys of a request.
 */
public record Reason(List<Part> parts) {
    /** Explains nothing. */
    public static final Reason NONE = new Reason(List.of());

    /** A part of the text. */
    public sealed interface Part {}

    /** Text that reads the same everywhere. */
    public record Words(String text) implements Part {}

    /** The name of a permission. */
    public record Named(Permission permission) implements Part {}

    /** Copies the list. */
    public Reason {
        parts = List.copyOf(parts);
    }

    /** Returns a reason that names no permission. */
    public static Reason of(String text) {
        return NONE.and(text);
    }

    /** Returns the same reason with more text. */
    public Reason and(String more) {
        if (more.isEmpty()) {
            return this;
        }
        List<Part> all = new ArrayList<>(parts);
        boolean joins = !all.isEmpty() && all.get(all.size() - 1) instanceof Words;
        String before = joins ? ((Words) all.remove(all.size() - 1)).text() : "";
        all.add(new Words(before + more));
        return new Reason(all);
    }

    /** Returns the same reason, which then names a permission. */
    public Reason and(Permission permission) {
        List<Part> all = new ArrayList<>(parts);
        all.add(new Named(permission));
        return new Reason(all);
    }

    /** Returns the same reason and another one. */
    public Reason and(Reason other) {
        Reason all = this;
        for (Part part : other.parts) {
            all = part instanceof Named named ? all.and(named.permission()) : all.and(((Words) part).text());
        }
        return all;
    }

    /** Returns the same reason and a sentence, with one full stop between them. */
    public Reason then(String sentence) {
        boolean stopped = !parts.isEmpty()
                && parts.get(parts.size() - 1) instanceof Words last
                && last.text().endsWith(".");
        return and((stopped ? " " : ". ") + sentence);
    }

    public boolean isEmpty() {
        return parts.isEmpty();
    }

    /** Returns the text, with the permissions named so. */
    public String text(Function<Permission, String> names) {
        return parts.stream()
                .map(part -> part instanceof Named named ? names.apply(named.permission()) : ((Words) part).text())
                .collect(Collectors.joining());
    }

    /** Returns the text for a command line. */
    @Override
    public String toString() {
        return text(Permission::option);
    }
}
