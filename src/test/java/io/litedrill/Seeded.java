package io.litedrill;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * A test of something random: it takes one {@code long}, the seed that all its randomness comes from, and runs for some fixed seeds
 * and for one that nobody tried before. The seed is in the name of each run.
 *
 * <p>{@code -Dlitedrill.seed=N} runs it for that seed alone, as a failure tells; {@code -Dlitedrill.seeds=N} for so many new ones.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedTest(name = "-Dlitedrill.seed={0}")
@ArgumentsSource(Seeds.class)
public @interface Seeded {
    /** How many fixed seeds: 1 to this number. */
    int fixed() default 10;
}
