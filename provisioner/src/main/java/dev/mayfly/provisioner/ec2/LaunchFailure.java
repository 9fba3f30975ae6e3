package dev.mayfly.provisioner.ec2;

import java.util.Set;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** What a failed launch means. The codes are those of the EC2 API reference, page "Error codes". */
enum LaunchFailure {
    POOL_IS_FULL,
    NODE_IS_OVER,
    TOO_MANY_REQUESTS,
    /** The node may be there, or not: to be asked again. */
    AMBIGUOUS,
    FINAL;

    private static final Set<String> FULL = Set.of(
            "InsufficientInstanceCapacity",
            "InsufficientHostCapacity",
            "InsufficientReservedInstanceCapacity",
            "UnfulfillableCapacity",
            "SpotMaxPriceTooLow",
            "Unsupported");
    private static final Set<String> OVER = Set.of("IdempotentInstanceTerminated", "IdempotentParameterMismatch");
    private static final Set<String> MANY = Set.of(
            "RequestLimitExceeded", "Throttling", "ThrottlingException", "EC2ThrottledException", "RequestThrottled");
    private static final Set<String> EVENTUAL = Set.of(
            "InvalidGroup.NotFound", "InvalidGroupId.Malformed", "Unavailable", "InternalError", "InternalFailure");

    static LaunchFailure of(String code, SdkException e) {
        if (FULL.contains(code)) {
            return POOL_IS_FULL;
        }
        if (OVER.contains(code)) {
            return NODE_IS_OVER;
        }
        if (MANY.contains(code)) {
            return TOO_MANY_REQUESTS;
        }
        boolean serverError = e instanceof Ec2Exception refused && refused.statusCode() >= 500;
        boolean answered = e instanceof Ec2Exception;
        return EVENTUAL.contains(code) || serverError || !answered ? AMBIGUOUS : FINAL;
    }
}
