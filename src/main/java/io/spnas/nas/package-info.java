/**
 * The method: a supernet whose superkernels hold every candidate operation, thresholds that decide
 * between them, the runtime term of the loss, and the network that the thresholds spell out.
 */
package io.spnas.nas;
