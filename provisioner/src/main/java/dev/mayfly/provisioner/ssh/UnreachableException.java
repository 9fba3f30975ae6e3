package dev.mayfly.provisioner.ssh;

import dev.mayfly.provisioner.ProvisionerException;

/** A machine cannot be reached now; it may be later. */
public final class UnreachableException extends ProvisionerException {
    private static final long serialVersionUID = 1;

    UnreachableException(String message, Throwable cause) {
        super(message, cause);
    }
}
