/**
 * The command line: one class per sub-command, nothing but arguments to a call, and how results and
 * mistakes are told. Results go to stdout, everything else to stderr.
 */
package io.spnas.cli;
