package dev.mayfly.provisioner;

import org.jspecify.annotations.Nullable;

/** Something about a cluster failed. The message names the thing, the value, the limit and the next step. */
public class ProvisionerException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ProvisionerException(String message) {
        super(message);
    }

    public ProvisionerException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
