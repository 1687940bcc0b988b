/**
 * What a run leaves behind and tells: the run directory, metrics.jsonl, and the progress line.
 * Readers of a run need this room only.
 */
package io.spnas.report;
