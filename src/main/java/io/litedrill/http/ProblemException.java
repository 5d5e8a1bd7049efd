package io.litedrill.http;

/** A request that is answered with an RFC 9457 problem. The message is its {@code detail}: what is wrong, and the way out. */
public final class ProblemException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final Problem problem;

    /**
     * Creates the exception.
     *
     * @param detail for the one who asked, without secrets
     */
    public ProblemException(Problem problem, String detail) {
        super(detail);
        this.problem = problem;
    }

    /** What kind of problem. */
    public Problem problem() {
        return problem;
    }
}
