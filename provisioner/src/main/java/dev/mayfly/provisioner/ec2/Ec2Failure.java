package dev.mayfly.provisioner.ec2;

import dev.mayfly.provisioner.ProvisionerException;
import java.util.function.Supplier;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;

/** Says what EC2 refused, and what to do about it. */
final class Ec2Failure {
    private Ec2Failure() {}

    /** Calls EC2, and explains where it fails; {@code permission} is what the caller's policy must allow. */
    static <T> T explained(String permission, Supplier<T> call) {
        try {
            return call.get();
        } catch (Ec2Exception e) {
            String code = e.awsErrorDetails() == null
                    ? String.valueOf(e.statusCode())
                    : e.awsErrorDetails().errorCode();
            throw new ProvisionerException("EC2 refuses (" + code + "): " + refused(code, permission), e);
        } catch (SdkException e) {
            throw new ProvisionerException("EC2 cannot be asked: " + unreachable(String.valueOf(e.getMessage())), e);
        }
    }

    private static String refused(String code, String permission) {
        return switch (code) {
            case "UnauthorizedOperation", "AccessDenied" ->
                "allow " + permission + " to the user or role of this profile, or choose another by AWS_PROFILE.";
            case "AuthFailure", "InvalidClientTokenId", "SignatureDoesNotMatch" ->
                "the credentials are not accepted." + " Check AWS_PROFILE and the clock of this machine.";
            case "RequestExpired", "ExpiredToken" ->
                "the credentials have expired. Run \"aws sso login\", or renew them.";
            case "OptInRequired" -> "this account may not use the region. Enable it, or set AWS_REGION.";
            case "RequestLimitExceeded", "Throttling" -> "too many requests, at every retry. Try again in a minute.";
            default -> "while doing " + permission + ".";
        };
    }

    private static String unreachable(String reason) {
        if (reason.contains("credentials")) {
            return "no AWS credentials were found. Set AWS_PROFILE, run \"aws sso login\", or set them in the"
                    + " environment. Nothing else is tried instead.";
        }
        if (reason.contains("region")) {
            return "no region is set. Set AWS_REGION, or \"region\" in the profile of ~/.aws/config.";
        }
        return reason.replaceAll("\\?\\S*", "") + " Check the network, and AWS_ENDPOINT_URL_EC2 if it is set.";
    }
}
