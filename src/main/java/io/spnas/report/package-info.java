/**
 * What a run leaves behind and tells: the run directory, metrics.jsonl, and the progress line;
 * figures and pages of it are in {@code picture} and {@code html}. Readers of a run need this room
 * only.
 */
package io.spnas.report;
