/**
 * The whole supernet once more, in plain double-precision Java written from the method's formulas:
 * what the engine's results are held against. It shares no code with the engine, and prefers the
 * obvious to the fast.
 */
package io.spnas.reference;
