/**
 * Servers for integration tests. Each main class starts one, says so with the line {@code ready} on
 * stdout, and stops it when stdin ends, so that no server outlives the test that started it.
 */
package io.spnas.clusters;
