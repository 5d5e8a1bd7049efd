package io.litedrill;

import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.ArgumentsProvider;
import org.junit.jupiter.params.support.AnnotationConsumer;
import org.junit.jupiter.params.support.ParameterDeclarations;

/** The seeds of a {@link Seeded} test. */
final class Seeds implements ArgumentsProvider, AnnotationConsumer<Seeded> {
    private int fixed;

    @Override
    public void accept(Seeded annotation) {
        fixed = annotation.fixed();
    }

    @Override
    public Stream<Arguments> provideArguments(ParameterDeclarations parameters, ExtensionContext context) {
        return seeds(property("litedrill.seed"), property("litedrill.seeds")).mapToObj(Arguments::of);
    }

    private LongStream seeds(Optional<Long> only, Optional<Long> fresh) {
        if (only.isPresent()) {
            return LongStream.of(only.get());
        }
        // short enough to be typed, and different from the fixed ones
        LongStream news = new Random().longs(fresh.orElse(1L), 1_000_000, 1_000_000_000);
        return fresh.isPresent() ? news : LongStream.concat(LongStream.rangeClosed(1, fixed), news);
    }

    private static Optional<Long> property(String name) {
        return Optional.ofNullable(System.getProperty(name)).map(Long::valueOf);
    }
}
