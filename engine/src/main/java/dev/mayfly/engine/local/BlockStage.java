package dev.mayfly.engine.local;

/**
 * A stage of lines that takes blocks too: a {@link dev.mayfly.engine.source.LineBlock} stands for the line of ASCII characters
 * that was taken of it last.
 */
interface BlockStage extends Stage {}
