/**
 * Pages about runs: one HTML file each, complete without a network or scripts. A page is a list of
 * sections, each of which shows one thing; figures come from {@code picture}.
 */
package io.spnas.report.html;
