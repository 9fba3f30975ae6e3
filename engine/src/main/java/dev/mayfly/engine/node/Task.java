package dev.mayfly.engine.node;

import dev.mayfly.engine.JobCancelledException;
import dev.mayfly.engine.JobException;
import dev.mayfly.engine.local.JobPart;
import dev.mayfly.engine.source.Split;
import dev.mayfly.engine.spill.SpillException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectOutputStream;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import scala.Tuple2;

/** An attempt of a task in an executor. Used by one thread. */
final class Task {
    private final NodeJob job;
    private final String path;
    private final String attempt;

    private Task(NodeJob job, String path, long number) {
        this.job = job;
        this.path = path;
        this.attempt = NodeJob.newAttempt(path, number);
    }

    /** @param number tells the tasks of a path apart, of which there may be several attempts each */
    static Task of(JobAddress address, String path, long number) throws IOException {
        NodeJob job = NodeJobs.of(address);
        // Functions of the user find their classes by it.
        Thread.currentThread().setContextClassLoader(job.loader());
        return new Task(job, path, number);
    }

    /** Work that hands out blocks. */
    @FunctionalInterface
    interface Gathering {
        Iterator<JobPart.Block> of(JobPart part);
    }

    /** Work that hands its rows to the session. */
    @FunctionalInterface
    interface Making {
        void rows(JobPart part, JobPart.RowSink sink);
    }

    /** The splits of a task by its number. */
    List<Wire.SplitText> splits(long task) throws IOException {
        return job.splits(path, task);
    }

    List<Split> open(List<Wire.SplitText> texts) {
        List<Split> splits = new ArrayList<>();
        texts.forEach(text -> splits.add(job.open(text)));
        return splits;
    }

    /** What a part gathers; the part ends with the last block. */
    Iterator<Tuple2<Integer, byte[]>> gather(List<Split> splits, Gathering work) {
        JobPart part = job.newPart(attempt, path, splits);
        Iterator<JobPart.Block> blocks = guarded(() -> work.of(part));
        return new Iterator<>() {
            private boolean ended;

            @Override
            public boolean hasNext() {
                if (!ended && !guarded(blocks::hasNext)) {
                    ended = true;
                    job.end(attempt);
                }
                return !ended;
            }

            @Override
            public Tuple2<Integer, byte[]> next() {
                JobPart.Block block = guarded(blocks::next);
                return new Tuple2<>(block.partition(), block.bytes());
            }
        };
    }

    /** Makes rows, and returns the name under which the session has them. */
    Iterator<String> rows(List<Split> splits, Making work) {
        JobPart part = job.newPart(attempt, path, splits);
        try (RowUpload upload = new RowUpload(job.session(), attempt)) {
            guarded(() -> {
                work.rows(part, upload);
                upload.flush();
                return true;
            });
        }
        job.end(attempt);
        return List.of(attempt).iterator();
    }

    /** Numbers blocks' partitions away: all that come to a task are of one. */
    static Iterator<JobPart.Block> blocks(Iterator<Tuple2<Integer, byte[]>> rows) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public JobPart.Block next() {
                Tuple2<Integer, byte[]> row = rows.next();
                return new JobPart.Block(row._1(), row._2());
            }
        };
    }

    /** Something that may fail. */
    private interface Work<T> {
        T run();
    }

    /** Tells the session at once of what would fail in any other attempt too, instead of letting Spark find out. */
    private <T> T guarded(Work<T> work) {
        try {
            return work.run();
        } catch (JobCancelledException e) {
            // The session was silent for too long, or has ended the job: another attempt may find it again.
            throw ended(e);
        } catch (JobException e) {
            if (!Thread.currentThread().isInterrupted()
                    && !(e.getCause() instanceof SpillException lost && isPassing(lost))) {
                failed(e);
            }
            throw ended(e);
        } catch (SpillException e) {
            if (!isPassing(e)) {
                failed(new JobException(String.valueOf(e.getMessage()), e));
            }
            throw ended(e);
        } catch (RuntimeException e) {
            throw ended(e);
        } catch (Error e) {
            throw ended(e);
        }
    }

    private static boolean isPassing(SpillException e) {
        return e.getCause() instanceof IOException;
    }

    private <X extends Throwable> X ended(X e) {
        job.end(attempt);
        return e;
    }

    private void failed(JobException e) {
        try {
            job.session().post("failed", bytes(e));
        } catch (IOException unheard) {
            e.addSuppressed(unheard);
        }
    }

    /** The message, then the cause where it can be sent. */
    private static byte[] bytes(JobException e) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(String.valueOf(e.getMessage()));
            byte @Nullable [] cause = serialized(e.getCause());
            out.writeObject(cause);
            out.writeObject(Failure.of(e.getCause()));
        }
        return bytes.toByteArray();
    }

    private static byte @Nullable [] serialized(@Nullable Throwable cause) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(cause);
        } catch (IOException | RuntimeException e) {
            return null; // it holds something that cannot be sent: its text and trace are
        }
        return bytes.toByteArray();
    }
}
