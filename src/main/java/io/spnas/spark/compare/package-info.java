/**
 * A comparison of search methods: a matrix of methods and seeds, each cell of it a search and a
 * training, run in one application.
 */
package io.spnas.spark.compare;
