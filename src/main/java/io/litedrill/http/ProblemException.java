package io.litedrill.http;

/**
 * Reports a request that receives an RFC 9457 problem as its response. The message is its {@code detail}: the cause,
 * and the next step.
 */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /**
     * Creates the exception.
     *
     * @param detail the text for the client, without secrets
     */
    public ProblemException(Problem problem, String detail) {
        super(detail);
        this.problem = problem;
    }

    /** Returns the kind of problem. */
    public Problem problem() {
        return problem;
    }
}
