/**
 * A run's records as TensorBoard reads them: event files in the run's directory {@code events/},
 * with the tags of the published Single-Path NAS code and this project's own.
 */
package io.spnas.report.events;
