package io.litedrill.verify;

/** Splits SQL into tokens, as far as matching parentheses requires: words, spaces, comments and quoted text. */
final class SqlTokens {
    private SqlTokens() {}

    /**
     * Finds the end of the token that begins at an index.
     *
     * @param at index below the length of the text
     * @return index after the token, above {@code at}
     */
    static int end(String sql, int at) {
        char c = sql.charAt(at);
        if (c == '\'' || c == '"' || c == '`') {
            return quoted(sql, at, c);
        }
        if (c == '[') {
            return after(sql, "]", at + 1);
        }
        if (sql.startsWith("--", at)) {
            return after(sql, "\n", at);
        }
        if (sql.startsWith("/*", at)) {
            return after(sql, "*/", at + 2);
        }
        return isWord(c) ? word(sql, at) : at + 1;
    }

    /** Returns true for a space or comment token. */
    static boolean isSpace(String token) {
        return token.isBlank() || token.startsWith("--") || token.startsWith("/*");
    }

    private static int after(String sql, String mark, int from) {
        int found = sql.indexOf(mark, from);
        return found < 0 ? sql.length() : found + mark.length();
    }

    /**
     * Finds the end of a quoted token. A doubled quote inside the text starts another token here, which does not affect
     * parentheses.
     */
    private static int quoted(String sql, int at, char quote) {
        int found = sql.indexOf(quote, at + 1);
        return found < 0 ? sql.length() : found + 1;
    }

    private static boolean isWord(char c) {
        return Character.isLetterOrDigit(c) || c == '_' || c == '$' || c > 0x7f;
    }

    private static int word(String sql, int at) {
        int end = at;
        while (end < sql.length() && isWord(sql.charAt(end))) {
            end++;
        }
        return end;
    }
}
