package io.litedrill.json;

import io.litedrill.check.Finding;
import io.litedrill.check.Hint;
import io.litedrill.drill.Restored;
import io.litedrill.recover.OutcomeWord;
import io.litedrill.recover.Permission;
import io.litedrill.recover.RestoreOutcome;
import io.litedrill.recover.RestoreOutcome.Effect;
import io.litedrill.recover.RestoreOutcome.Kind;
import java.util.List;
import java.util.Optional;

/** Reads the outcome of a restore from the keys of {@link ResultJson#restore}. */
final class RestoreReader {
    private RestoreReader() {}

    /** Reads the outcome. Documents of earlier versions have only its word and its reason. */
    static RestoreOutcome outcome(JsonObject json, Optional<Restored> restored, List<Finding> findings) {
        Hint reason = Hint.text(ResultReader.text(json, "reason"));
        Effect effect =
                json.text("effect").isPresent() ? ResultReader.value(Effect.class, json, "effect") : Effect.NOTHING;
        return switch (kind(json)) {
            case RESTORED -> RestoreOutcome.written(restored, reason, findings);
            case RESTORED_WITH_PROBLEMS -> new RestoreOutcome.WithProblems(restored, reason);
            case REFUSED -> new RestoreOutcome.Refusal(reason, overriddenBy(json), effect);
            case FAILED -> new RestoreOutcome.FailedUnchanged(reason, effect);
            case FAILED_AFTER_CHANGE -> new RestoreOutcome.FailedChanged(reason, "");
            case INCONCLUSIVE -> new RestoreOutcome.Inconclusive(reason, effect);
            case NOT_NEEDED -> new RestoreOutcome.NotNeeded(reason);
        };
    }

    private static Kind kind(JsonObject json) {
        if (json.text("ending").isPresent()) {
            return ResultReader.value(Kind.class, json, "ending");
        }
        return switch (ResultReader.value(OutcomeWord.class, json, "outcome")) {
            case RESTORED -> Kind.RESTORED;
            case REFUSED -> Kind.REFUSED;
            case FAILED -> Kind.FAILED;
            case INCONCLUSIVE -> Kind.INCONCLUSIVE;
            case NOT_NEEDED -> Kind.NOT_NEEDED;
        };
    }

    private static Optional<Permission> overriddenBy(JsonObject json) {
        return json.text("overridden_by").isPresent()
                ? Optional.of(ResultReader.value(Permission.class, json, "overridden_by"))
                : Optional.empty();
    }
}
