package dev.mayfly.provisioner.ec2;

/** How the fake EC2 says no. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    final String code;

    Refusal(String code, String message) {
        super(message);
        this.code = code;
    }

    int status() {
        return switch (code) {
            case "UnauthorizedOperation" -> 403;
            case "InternalError" -> 500;
            case "Unavailable", "RequestLimitExceeded" -> 503;
            default -> 400;
        };
    }
}
