package io.litedrill;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A randomized test: it takes one {@code long}, the seed of all its randomness, and runs for some fixed seeds and for
 * a new one. The seed is in the name of each run.
 *
 * <p>{@code -Dlitedrill.seed=N} runs it for that seed alone, which a failure reports; {@code -Dlitedrill.seeds=N} for
 * N new ones.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "-Dlitedrill.seed={0}")
@ArgumentsSource(Seeds.class)
public @interface Seeded {
    /** The number of fixed seeds: 1 to this number. */
    int fixed() default 10;
}
