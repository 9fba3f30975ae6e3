package dev.mayfly.engine.node;

import java.io.Serializable;

/**
 * Where executors find a job: a service of the session, which answers whoever has the job's token.
 *
 * @param service as executors reach it: {@code http://127.0.0.1:41234}
 * @param job the job's name there
 * @param token a secret of this job alone, worthless once it has ended
 */
public record JobAddress(String service, String job, String token) implements Serializable {
    /** Never shows the token. */
    @Override
    public String toString() {
        return "job " + job;
    }
}
