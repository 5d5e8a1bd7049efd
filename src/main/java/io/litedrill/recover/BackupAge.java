package io.litedrill.recover;

import io.litedrill.check.Format;
import io.litedrill.recover.RestoreOutcome.Refusal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Judges the age of the newest recovery point before {@code ensure} restores it.
 *
 * @param maxAge the maximum age; empty for none
 * @param log receives the age
 */
record BackupAge(Optional<Duration> maxAge, Consumer<EnsureNote> log, InstantSource clock) {
    private static final Duration CLOCKS_DIFFER = Duration.ofMinutes(1);

    /** Refuses a backup that exceeds the maximum age, and logs one that exceeds the recovery point objective. */
    Optional<Refusal> refusal(RestoreSource source, Instant time) {
        Duration age = Duration.between(time, clock.instant());
        String newest = "the newest recovery point of " + source.watched().id() + " is of " + time;
        if (age.compareTo(CLOCKS_DIFFER.negated()) < 0) {
            return ahead(newest);
        }
        String old = newest + ", " + Format.duration(age) + " ago";
        if (maxAge.filter(most -> age.compareTo(most) > 0).isPresent()) {
            return Optional.of(Refusal.of(old + ", and --max-age allows "
                    + Format.duration(maxAge.orElseThrow())
                    + ". To restore it anyway: leave out --max-age"));
        }
        boolean late = age.compareTo(source.watched().objectives().rpo()) > 0;
        log.accept(EnsureNote.of((late ? "WARNING: " : "") + old));
        return Optional.empty();
    }

    /**
     * Handles a recovery point in the future, which has no known age. Refuses it only where {@code --max-age} is set.
     */
    private Optional<Refusal> ahead(String newest) {
        String what = newest + ", in the future of this machine's clock: its age is not known";
        if (maxAge.isPresent()) {
            return Optional.of(
                    Refusal.of(what + ", so --max-age cannot be judged. Set the wrong clock, or leave out --max-age"));
        }
        log.accept(EnsureNote.of("WARNING: " + what));
        return Optional.empty();
    }
}
