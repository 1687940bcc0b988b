/**
 * Computes a network on this machine: builds the layers of a {@link io.spnas.space.NetworkShape}
 * over two flat arrays of weights and gradients, and runs forward and backward. Full convolutions
 * are MKL-DNN's, through BigDL; depthwise convolutions, batch norm and activations are loops of its
 * own. The only room that names BigDL; what lies above sees float arrays.
 */
package io.spnas.engine;
