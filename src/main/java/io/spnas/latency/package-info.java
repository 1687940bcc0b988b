/**
 * Runtime on a device: tables of measured runtimes per layer and operation, and the differentiable
 * model of a network's runtime that a search minimises.
 */
package io.spnas.latency;
