/**
 * Figures of runs as SVG: each class draws one, from plain data. They are the project's own rather
 * than a chart library's (XChart's vector pictures, say) because a report's figures follow the
 * reader's light or dark scheme, tell screen readers what they show, fit a phone, and stand in one
 * page without scripts or pictures of pixels; libraries draw text as outlines, or fixed colours.
 *
 * <p>{@link io.spnas.report.picture.RunFigures} is the way in: one method a figure.
 */
package io.spnas.report.picture;
