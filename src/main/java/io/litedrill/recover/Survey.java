package io.litedrill.recover;

import java.util.Optional;

/**
 * What stands where a restore is to go, and whether it may.
 *
 * @param live what the database there was found as; empty when there is no such place
 * @param refusal why the restore would not begin, and the way out; empty when it would
 */
public record Survey(Optional<Judgement> live, Optional<String> refusal) {
    static Survey refused(String reason) {
        return new Survey(Optional.empty(), Optional.of(reason));
    }
}
