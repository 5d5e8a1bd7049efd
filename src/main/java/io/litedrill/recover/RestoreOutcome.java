package io.litedrill.recover;

import io.litedrill.check.Finding;
import io.litedrill.check.FindingCode;
import io.litedrill.check.Hint;
import io.litedrill.drill.Restored;
import java.util.List;
import java.util.Optional;

/**
 * The outcome of a restore. Its type shows whether the database was replaced, so that a restore that replaced it
 * cannot be reported as one that changed nothing.
 */
public sealed interface RestoreOutcome {
    /** Returns which outcome this is, for a switch over all of them. */
    Kind kind();

    /** Returns the reason and how to resolve it; empty for a restore that only succeeded. */
    Hint reason();

    /** Returns the restored state; empty when none was put in place, or when it is not known. */
    default Optional<Restored> state() {
        return Optional.empty();
    }

    /** Returns the same outcome with another reason. */
    RestoreOutcome with(Hint other);

    /** The outcomes, one for each type. */
    enum Kind {
        RESTORED(OutcomeWord.RESTORED),
        RESTORED_WITH_PROBLEMS(OutcomeWord.RESTORED),
        REFUSED(OutcomeWord.REFUSED),
        FAILED(OutcomeWord.FAILED),
        FAILED_AFTER_CHANGE(OutcomeWord.FAILED),
        INCONCLUSIVE(OutcomeWord.INCONCLUSIVE),
        NOT_NEEDED(OutcomeWord.NOT_NEEDED);

        private final OutcomeWord word;

        Kind(OutcomeWord word) {
            this.word = word;
        }

        public OutcomeWord word() {
            return word;
        }
    }

    /** What a restore that put no database in place has changed nevertheless. */
    enum Effect {
        NOTHING,
        /** The command {@code restore.before} ran; the database did not change. */
        COMMAND_BEFORE,
        /** The restore was interrupted, and its database may be the old or the new one. */
        UNKNOWN
    }

    /** An outcome that put no database in place. */
    sealed interface Unwritten extends RestoreOutcome {
        /** Returns what was changed nevertheless. */
        Effect effect();

        /** Returns the same outcome for a restore whose command {@code restore.before} had run. */
        Unwritten afterCommand();
    }

    /** The restored database is in place, and all steps after that succeeded. */
    record Complete(Optional<Restored> state, Hint reason) implements RestoreOutcome {
        @Override
        public Complete with(Hint other) {
            return new Complete(state, other);
        }

        @Override
        public Kind kind() {
            return Kind.RESTORED;
        }
    }

    /**
     * The restored database is in place. It is malformed, as requested, or a later step failed; findings say which.
     */
    record WithProblems(Optional<Restored> state, Hint reason) implements RestoreOutcome {
        @Override
        public WithProblems with(Hint other) {
            return new WithProblems(state, other);
        }

        @Override
        public Kind kind() {
            return Kind.RESTORED_WITH_PROBLEMS;
        }
    }

    /**
     * The restore did not begin, or its result was not accepted.
     *
     * @param overriddenBy the permission with which the restore would go on; empty when there is none
     */
    record Refusal(Hint reason, Optional<Permission> overriddenBy, Effect effect) implements Unwritten {
        /** Refuses what no permission allows. */
        public static Refusal of(String reason) {
            return of(Hint.text(reason));
        }

        /** Refuses what no permission allows. */
        public static Refusal of(Hint reason) {
            return new Refusal(reason, Optional.empty(), Effect.NOTHING);
        }

        /** Refuses what a permission allows; its name is added to the reason. */
        public static Refusal unless(Permission permission, String reason) {
            return new Refusal(Hint.text(reason).then(permission.hint()), Optional.of(permission), Effect.NOTHING);
        }

        /** Returns the same refusal with text before its reason. */
        Refusal after(String text) {
            return new Refusal(Hint.text(text).then(reason), overriddenBy, effect);
        }

        /** Returns the same refusal with more text. */
        public Refusal and(String text) {
            return with(reason.then(text));
        }

        /** Returns the same refusal; its text then names a permission that does not override it. */
        Refusal and(Permission permission) {
            return with(reason.then(permission.hint()));
        }

        @Override
        public Refusal with(Hint other) {
            return new Refusal(other, overriddenBy, effect);
        }

        @Override
        public Kind kind() {
            return Kind.REFUSED;
        }

        @Override
        public Refusal afterCommand() {
            return new Refusal(ranBefore(reason), overriddenBy, Effect.COMMAND_BEFORE);
        }
    }

    /** The restore failed before it changed the database. */
    record FailedUnchanged(Hint reason, Effect effect) implements Unwritten {
        @Override
        public FailedUnchanged with(Hint other) {
            return new FailedUnchanged(other, effect);
        }

        @Override
        public Kind kind() {
            return Kind.FAILED;
        }

        @Override
        public FailedUnchanged afterCommand() {
            return new FailedUnchanged(ranBefore(reason), Effect.COMMAND_BEFORE);
        }
    }

    /**
     * The restore failed after it had moved files of the database, and could not undo that.
     *
     * @param next how to go on
     */
    record FailedChanged(Hint failure, String next) implements RestoreOutcome {
        @Override
        public FailedChanged with(Hint other) {
            return new FailedChanged(other, "");
        }

        @Override
        public Kind kind() {
            return Kind.FAILED_AFTER_CHANGE;
        }

        @Override
        public Hint reason() {
            return next.isEmpty() ? failure : failure.then(": " + next);
        }
    }

    /** The state of the replica or of the database could not be determined. */
    record Inconclusive(Hint reason, Effect effect) implements Unwritten {
        @Override
        public Inconclusive with(Hint other) {
            return new Inconclusive(other, effect);
        }

        @Override
        public Kind kind() {
            return Kind.INCONCLUSIVE;
        }

        @Override
        public Inconclusive afterCommand() {
            return new Inconclusive(ranBefore(reason), Effect.COMMAND_BEFORE);
        }
    }

    /** The existing database needs no restore. */
    record NotNeeded(Hint reason) implements Unwritten {
        @Override
        public NotNeeded with(Hint other) {
            return new NotNeeded(other);
        }

        @Override
        public Kind kind() {
            return Kind.NOT_NEEDED;
        }

        @Override
        public Effect effect() {
            return Effect.NOTHING;
        }

        @Override
        public NotNeeded afterCommand() {
            return this;
        }
    }

    private static Hint ranBefore(Hint reason) {
        return Hint.sentences(
                reason,
                Hint.text("The database was not changed. restore.before had run: what it stopped is stopped still"));
    }

    /** Returns the outcome of a restore whose database is in place, by the findings about the steps after that. */
    static RestoreOutcome written(Optional<Restored> state, Hint reason, List<Finding> findings) {
        boolean problem = findings.stream().map(Finding::code).anyMatch(RestoreOutcome::isProblem)
                || state.filter(Restored::isMalformed).isPresent();
        return problem ? new WithProblems(state, reason) : new Complete(state, reason);
    }

    private static boolean isProblem(FindingCode code) {
        return code == FindingCode.HOOK_FAILED || code == FindingCode.CLEANUP_FAILED;
    }

    static FailedUnchanged failed(Hint reason) {
        return new FailedUnchanged(reason, Effect.NOTHING);
    }

    static FailedUnchanged failed(String reason) {
        return failed(Hint.text(reason));
    }

    static Inconclusive inconclusive(String reason) {
        return inconclusive(Hint.text(reason));
    }

    static Inconclusive inconclusive(Hint reason) {
        return new Inconclusive(reason, Effect.NOTHING);
    }

    static NotNeeded notNeeded(String reason) {
        return notNeeded(Hint.text(reason));
    }

    static NotNeeded notNeeded(Hint reason) {
        return new NotNeeded(reason);
    }
}
