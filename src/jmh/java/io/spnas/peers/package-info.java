/** Other software that computes the job's training step, for {@code bench compare}. */
package io.spnas.peers;
