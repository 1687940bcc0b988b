/**
 * Turns a {@link io.spnas.train.TrainedModel} into files that other software reads: ONNX and NumPy
 * archives; and reads weights back from the latter.
 */
package io.spnas.report.export;
