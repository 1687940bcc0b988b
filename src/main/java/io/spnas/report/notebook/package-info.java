/**
 * What notebooks call: entry points with strings in and out, so that notes stay short, and work
 * with any version of the job's jar. They name no Spark; a note hands rows to Spark's readers.
 */
package io.spnas.report.notebook;
