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
        } catch (SdkException e) {
            throw explanation(permission, e);
        }
    }

    /** What EC2 calls the failure; its status where it has no name; empty where EC2 did not answer. */
    static String code(SdkException failure) {
        if (!(failure instanceof Ec2Exception e)) {
            return "";
        }
        return e.awsErrorDetails() == null || e.awsErrorDetails().errorCode() == null
                ? String.valueOf(e.statusCode())
                : e.awsErrorDetails().errorCode();
    }

    /** Whether a failure of this name means that what signed the request is no longer valid. */
    static boolean isExpiry(String code) {
        return code.equals("RequestExpired") || code.equals("ExpiredToken");
    }

    /** The failure, with what to do about it. */
    static ProvisionerException explanation(String permission, SdkException e) {
        if (e instanceof Ec2Exception refusal) {
            String code = code(refusal);
            return new ProvisionerException("EC2 refuses (" + code + "): " + refused(code, permission, refusal), e);
        }
        return new ProvisionerException("EC2 cannot be asked: " + unreachable(String.valueOf(e.getMessage())), e);
    }

    private static String refused(String code, String permission, Ec2Exception e) {
        return switch (code) {
            case "UnauthorizedOperation", "AccessDenied" ->
                "allow " + permission + " to the user or role of this profile, or choose another by AWS_PROFILE.";
            case "AuthFailure", "InvalidClientTokenId", "SignatureDoesNotMatch" ->
                "the credentials are not accepted." + " Check AWS_PROFILE and the clock of this machine.";
            case "RequestExpired", "ExpiredToken" ->
                "the credentials have expired. Run \"aws sso login\", or renew them; if they are new, check the clock of"
                        + " this machine.";
            case "OptInRequired" -> "this account may not use the region. Enable it, or set AWS_REGION.";
            case "RequestLimitExceeded", "Throttling" -> "too many requests, at every retry. Try again in a minute.";
            case "MaxSpotInstanceCountExceeded", "VcpuLimitExceeded", "InstanceLimitExceeded" ->
                "the quota of this account is reached. Ask for fewer workers or smaller \"instanceTypes\", or raise the"
                        + " quota of EC2 in Service Quotas.";
            case "InvalidGroup.NotFound" -> "the security group of the cluster is gone: somebody called down().";
            case "InvalidKeyPair.NotFound" -> "set \"keyName\" of the spec to a key pair of this region.";
            case "PendingVerification" -> "the account is being verified for this region. Try again later.";
            default -> "while doing " + permission + ": " + said(e);
        };
    }

    /** Its own words, without the request that they may repeat. */
    private static String said(Ec2Exception e) {
        String message =
                e.awsErrorDetails() == null ? null : e.awsErrorDetails().errorMessage();
        return message == null
                ? "no reason given."
                : message.lines().findFirst().orElse("").replaceAll("\\?\\S*", "");
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
