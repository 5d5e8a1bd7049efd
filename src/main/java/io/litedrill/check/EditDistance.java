package io.litedrill.check;

/** Computes the Levenshtein distance. */
final class EditDistance {
    /** S3 allows keys of 1,024 bytes; of longer text only the beginning is compared. */
    private static final int MOST_LENGTH = 1_024;

    private EditDistance() {}

    /** Returns the number of characters to change, add or remove to turn one text into the other. */
    static int between(String left, String right) {
        String a = left.substring(0, Math.min(left.length(), MOST_LENGTH));
        String b = right.substring(0, Math.min(right.length(), MOST_LENGTH));
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int changed = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
