package io.litedrill.http;

/**
 * Whether a part of the daemon can do its work.
 *
 * @param detail why not, without secrets; empty when it can
 */
public record ComponentState(boolean ready, String detail) {
    /** It can. */
    public static final ComponentState READY = new ComponentState(true, "");
}
