/**
 * Times of networks and their layers in inference: on this machine, or on any device that runs ONNX
 * models, and the latency tables they make.
 */
package io.spnas.profile;
