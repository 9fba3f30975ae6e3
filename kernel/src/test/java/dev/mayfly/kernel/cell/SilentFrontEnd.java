package dev.mayfly.kernel.cell;

import dev.mayfly.engine.JobProgress;
import dev.mayfly.engine.RunningJob;
import dev.mayfly.kernel.display.MimeBundle;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/** A front end at which somebody sits who never answers. */
public final class SilentFrontEnd implements FrontEnd {
    final CountDownLatch asked = new CountDownLatch(1);

    @Override
    public String ask(String prompt, boolean secret) throws IOException {
        asked.countDown();
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException e) {
            throw new InterruptedIOException("nobody answered");
        }
        throw new AssertionError("answered by nobody");
    }

    @Override
    public void stdout(String text) {}

    @Override
    public void stderr(String text) {}

    @Override
    public void display(MimeBundle bundle, Optional<String> displayId) {}

    @Override
    public void update(String displayId, MimeBundle bundle) {}

    @Override
    public void clear(boolean wait) {}

    @Override
    public void progress(RunningJob job, JobProgress progress) {}
}
