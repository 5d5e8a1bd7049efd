package io.litedrill.app;

import io.litedrill.json.JsonObject;
import io.litedrill.recover.ExpectedSize;
import java.util.Optional;

/** Maps the expected size of a restore to JSON. */
final class SizeAnswer {
    private SizeAnswer() {}

    static Optional<JsonObject> json(Optional<ExpectedSize> size) {
        return size.map(SizeAnswer::json);
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
