package io.litedrill.storage;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The limit of connections whose bodies wait. */
class ReservationsTest {
    @Test
    void noMoreAreTakenThanThereAre() {
        Reservations reservations = new Reservations(2);
        Optional<Runnable> first = reservations.take();
        assertThat(first).isPresent();
        assertThat(reservations.take()).isPresent();
        assertThat(reservations.take()).isEmpty();

        first.orElseThrow().run();
        first.orElseThrow().run();

        assertThat(reservations.take()).isPresent();
        assertThat(reservations.take()).isEmpty();
    }
}
