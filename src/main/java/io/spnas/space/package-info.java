/**
 * The search space: blocks, candidate operations, the networks that a choice among them gives, and
 * their forms as block strings and JSON.
 */
package io.spnas.space;
