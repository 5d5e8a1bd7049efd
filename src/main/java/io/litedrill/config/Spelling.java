package io.litedrill.config;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** Suggests the correct spelling of a mistyped word. */
public final class Spelling {
    private static final int MOST_LENGTH = 64;

    private Spelling() {}

    /** Returns the nearest of some words within one edit for each three letters, three at most. */
    public static Optional<String> nearest(String typed, Collection<String> words) {
        if (typed.length() > MOST_LENGTH) {
            return Optional.empty();
        }
        int allowed = Math.min(3, (typed.length() + 2) / 3);
        return words.stream()
                .filter(word -> word.length() <= MOST_LENGTH && distance(typed, word) <= allowed)
                .min(Comparator.comparingInt(word -> distance(typed, word)));
    }

    /** Returns the number of edits: letters changed, added, dropped, or swapped with their neighbour. */
    static int distance(String a, String b) {
        int[][] table = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                table[i][j] = i == 0 || j == 0 ? i + j : step(table, a, b, i, j);
            }
        }
        return table[a.length()][b.length()];
    }

    private static int step(int[][] table, String a, String b, int i, int j) {
        int change = table[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        int best = Math.min(change, Math.min(table[i - 1][j], table[i][j - 1]) + 1);
        boolean swapped = i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1);
        return swapped ? Math.min(best, table[i - 2][j - 2] + 1) : best;
    }
}
