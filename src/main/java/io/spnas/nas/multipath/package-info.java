/**
 * Searches with a path for each candidate operation: DARTS, FBNet and ProxylessNAS. Paths of a
 * layer are mixed by architecture weights, which learn on held-back images; the network found is
 * the most probable one that is fast enough.
 */
package io.spnas.nas.multipath;
