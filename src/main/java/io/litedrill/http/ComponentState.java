package io.litedrill.http;

/**
 * Describes whether a component of the daemon is ready.
 *
 * @param detail the reason when it is not ready, without secrets; empty when it is ready
 */
public record ComponentState(boolean ready, String detail) {
    /** The component is ready. */
    public static final ComponentState READY = new ComponentState(true, "");
}
