/**
 * What a comparison of search methods came to: a matrix of methods and seeds, its statistics, the
 * file compare.json, and tables of text. Its page is in {@code html}, its figures in {@code
 * picture}.
 */
package io.spnas.report.methods;
