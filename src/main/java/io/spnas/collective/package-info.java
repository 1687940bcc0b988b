/**
 * Sums one flat array of floats over all workers, over Spark's own transport.
 *
 * <p>The workers form a ring in the order of their ranks. Each binds a server, learns all others'
 * addresses from whoever started it, and opens one connection to the rank after it, its right
 * neighbour, with a hello that says which ring it belongs to and which rank it is. From then on data
 * flows to the right only. The array is cut into as many segments as there are ranks. In the first
 * half of an all-reduce a segment goes once around, and each rank adds its own values to it (reduce-
 * scatter); in the second half the finished segments go around (all-gather). Segments travel in
 * chunks, each one stream upload of Spark's transport, so that a rank passes on the first chunk
 * while the next ones still arrive. Every segment is summed in the order of the ring, from its own
 * rank on: the result has the same bits on every rank and in every run.
 *
 * <p>Chunks are received on the transport's event loop into buffers of the inbox, and added by the
 * thread that called {@code sum}, which also sends. A buffer belongs to the inbox until the chunk is
 * taken, and returns to it when the chunk has been added; a buffer of the outbox belongs to the
 * transport until the neighbour has acknowledged it. A neighbour may be one all-reduce ahead: its
 * chunks wait in the inbox.
 *
 * <p>Every wait has a deadline. A rank that fails, or sees a neighbour fail, tells both neighbours
 * why and closes its connections; they pass the reason on. So all ranks end with the name of the one
 * at fault.
 */
package io.spnas.collective;
