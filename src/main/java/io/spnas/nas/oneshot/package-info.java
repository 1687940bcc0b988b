/**
 * One-shot search: a single-path supernet is trained on paths drawn uniformly, then networks are
 * scored with the weights that they inherit, and the best is sought by drawing, by evolution or by
 * a controller that learns. Also random networks, which need no supernet.
 */
package io.spnas.nas.oneshot;
