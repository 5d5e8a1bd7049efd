package io.litedrill.config;

import java.util.Optional;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/** Compiles patterns of Go's {@code filepath.Match}, for names without a slash. */
final class GoPattern {
    private GoPattern() {}

    /** Returns the pattern as a regular expression; empty when Go rejects it. */
    static Optional<Pattern> compile(String pattern) {
        StringBuilder regex = new StringBuilder();
        int at = 0;
        while (at < pattern.length()) {
            char c = pattern.charAt(at);
            if (c == '[') {
                int end = classEnd(pattern, at);
                if (end < 0) {
                    return Optional.empty();
                }
                regex.append(classOf(pattern.substring(at + 1, end)));
                at = end;
            } else if (c == '\\') {
                at++;
                if (at == pattern.length()) {
                    return Optional.empty();
                }
                regex.append(literal(pattern, at));
            } else {
                regex.append(c == '*' ? "[^/]*" : c == '?' ? "[^/]" : literal(pattern, at));
            }
            at = pattern.offsetByCodePoints(at, 1);
        }
        try {
            return Optional.of(Pattern.compile(regex.toString(), Pattern.DOTALL));
        } catch (PatternSyntaxException reversedRange) {
            return Optional.empty();
        }
    }

    /** Quotes a character. Java stores one beyond U+FFFF as two, and a half of it matches nothing. */
    private static String literal(String pattern, int at) {
        return Pattern.quote(Character.toString(pattern.codePointAt(at)));
    }

    private static int classEnd(String pattern, int start) {
        int at = start + (pattern.startsWith("[^", start) ? 2 : 1);
        int first = at;
        while (at < pattern.length() && (pattern.charAt(at) != ']' || at == first)) {
            at += pattern.charAt(at) == '\\' ? 2 : 1;
        }
        return at < pattern.length() ? at : -1;
    }

    /** Escapes a character class: inside it, {@code [} and {@code &&} are special in Java but not in Go. */
    private static String classOf(String content) {
        return "[" + content.replace("[", "\\[").replace("&", "\\&") + "]";
    }
}
