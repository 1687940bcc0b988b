/**
 * Computes a network on this machine through BigDL's MKL-DNN layers: builds the layers of a {@link
 * io.spnas.space.NetworkShape}, binds their weights and gradients to two flat arrays, and runs
 * forward and backward. The only room that names BigDL; what lies above sees float arrays.
 */
package io.spnas.engine;
