package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Predicts the size of a restore, and whether the restore would be refused because of it. */
public final class SizeAnswer {
    private SizeAnswer() {}

    /**
     * Returns the expected refusal because of size; empty when no refusal is expected or the size is unknown.
     *
     * @param words maps the names of command-line options in messages to those that the caller uses
     */
    public static Optional<Ending> refusal(Optional<ExpectedSize> size, UnaryOperator<String> words) {
        return size.filter(ExpectedSize::isRefused)
                .map(small -> new Ending(Outcome.REFUSED, words.apply(small.reason())));
    }

    /**
     * Returns the JSON keys of a dry run that state the expected outcome.
     *
     * @param outcome the outcome of the dry run; {@code NOT_NEEDED} when the restore would begin
     */
    public static JsonObject json(Outcome outcome, Optional<ExpectedSize> size) {
        Outcome expected = outcome == Outcome.NOT_NEEDED ? Outcome.RESTORED : outcome;
        return JsonObject.with()
                .put("would_be", expected.name().toLowerCase(Locale.ROOT))
                .put("size", size.map(SizeAnswer::json))
                .build();
    }

    private static JsonObject json(ExpectedSize size) {
        return JsonObject.with()
                .put("expected_rows", size.nearest().rows())
                .put("expected_by", size.nearest().drill())
                .put("expected_state", size.nearest().state())
                .put("compared_rows", size.before().rows())
                .put("compared_with", size.before().where())
                .put("refusal_expected", size.isRefused())
                .build();
    }
}
