package dev.mayfly.kernel.report;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The state of a notebook in its git repository.
 *
 * @param commit the one that is checked out
 * @param changed whether the notebook differs from it
 */
record GitCommit(String commit, boolean changed) {
    private static final int SECONDS = 5;

    /** Nothing where the notebook is in no repository, or there is no git. */
    static Optional<GitCommit> of(Path folder, String notebook) {
        return git(folder, "rev-parse", "--verify", "HEAD")
                .map(String::strip)
                .filter(commit -> commit.matches("[0-9a-f]{40,64}"))
                .map(commit -> new GitCommit(
                        commit,
                        !git(folder, "status", "--porcelain", "--", notebook)
                                .orElse("")
                                .isBlank()));
    }

    private static Optional<String> git(Path folder, String... arguments) {
        List<String> command = new ArrayList<>(List.of("git", "--no-optional-locks"));
        command.addAll(List.of(arguments));
        try {
            Process git = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            git.getOutputStream().close();
            if (!git.waitFor(SECONDS, TimeUnit.SECONDS)) {
                git.destroyForcibly();
                return Optional.empty();
            }
            String answer = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return git.exitValue() == 0 ? Optional.of(answer) : Optional.empty();
        } catch (IOException noGit) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
