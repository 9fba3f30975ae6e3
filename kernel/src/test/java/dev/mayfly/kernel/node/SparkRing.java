package dev.mayfly.kernel.node;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Arrays;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Marks tests that start Spark's real programs: 300 MB to fetch once, and some gigabytes of memory. They run where the
 * environment variable {@code MAYFLY_RINGS} names {@code spark}, as {@code .ci/run} does, and are skipped elsewhere with a
 * printed reason.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@Tag("spark")
@ExtendWith(SparkRing.Wanted.class)
public @interface SparkRing {
    /** Looks at the environment. */
    final class Wanted implements ExecutionCondition {
        private static final String REASON = "it needs some gigabytes of memory, and Spark once: .ci/run runs it";

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (context.getTestMethod().isPresent()) {
                return ConditionEvaluationResult.enabled("its class is");
            }
            boolean wanted = Arrays.asList(Optional.ofNullable(System.getenv("MAYFLY_RINGS"))
                            .orElse("")
                            .split(","))
                    .contains("spark");
            if (wanted) {
                return ConditionEvaluationResult.enabled("the spark ring is wanted");
            }
            System.out.println("[skipped] the spark ring, " + context.getDisplayName() + ": " + REASON);
            return ConditionEvaluationResult.disabled(REASON);
        }
    }
}
