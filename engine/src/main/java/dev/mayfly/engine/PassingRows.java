package dev.mayfly.engine;

import dev.mayfly.engine.source.Inputs;

/**
 * Says beside the progress of a job on other machines that its rows come to this process before they go to where they are
 * stored: executors have no credential to write with, and an object that appears whole, with its rows in their order, has one
 * writer.
 *
 * @param target where the rows go
 */
record PassingRows(JobListener watcher, String target) implements JobListener {
    @Override
    public void started(RunningJob job) {
        watcher.started(job);
    }

    @Override
    public void progress(RunningJob job, JobProgress progress) {
        watcher.progress(job, noted(progress));
    }

    @Override
    public void ended(RunningJob job, JobProgress last) {
        watcher.ended(job, noted(last));
    }

    @Override
    public void computed(Inputs inputs, JobFacts facts) {
        watcher.computed(inputs, facts);
    }

    private JobProgress noted(JobProgress progress) {
        return progress.noting("rows pass through this session to " + target);
    }
}
