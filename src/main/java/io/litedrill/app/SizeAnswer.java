package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.recover.ExpectedSize;
import io.litedrill.recover.RestoreReport.Ending;
import io.litedrill.recover.RestoreReport.Outcome;
import java.util.Locale;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Answers before a restore what its size is expected to be, and whether it will be refused for it. */
public final class SizeAnswer {
    private SizeAnswer() {}

    /**
     * Returns how the restore is expected to end; empty where its size is not expected to be in the way, or not known.
     *
     * @param words how the options of a command line are named to the caller
     */
    public static Optional<Ending> refusal(Optional<ExpectedSize> size, UnaryOperator<String> words) {
        return size.filter(ExpectedSize::isRefused)
                .map(small -> new Ending(Outcome.REFUSED, words.apply(small.reason())));
    }

    /**
     * Returns the keys of a dry run that say what the restore would come to.
     *
     * @param outcome that of the dry run, which needs nothing where the restore would begin
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
