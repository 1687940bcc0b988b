package io.spnas.profile;

import io.spnas.space.NetworkShape;

/**
 * A small network whose time tells that of a part.
 *
 * @param name unique name, fit for a file: letters, digits, underscores
 * @param network the network
 */
public record Probe(String name, NetworkShape network) {}
