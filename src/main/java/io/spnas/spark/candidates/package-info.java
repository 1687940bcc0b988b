/**
 * Networks evaluated with the weights that they inherit from a supernet, one a task: candidates
 * that a search scores, and the networks of a sweep.
 */
package io.spnas.spark.candidates;
