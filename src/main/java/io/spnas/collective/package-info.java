/**
 * Sums one flat fp32 buffer over all ranks: a ring all-reduce over Spark's transport.
 *
 * <p><b>The ring.</b> W ranks stand in a ring; rank r receives from its left neighbour r - 1 and
 * sends to its right neighbour r + 1 (modulo W). Each rank first binds a {@link
 * io.spnas.collective.RingServer}; the callers exchange the addresses by whatever means they have
 * (in Spark a barrier task's allGather), then each rank connects. A rank dials its right neighbour
 * and says <i>hello</i> (ring id, world size, both ranks); the neighbour answers with a welcome or
 * a refusal. The ring id is a digest of the run, the addresses in rank order and the chunk size, so
 * ranks that disagree on any of these, or come from another run, never meet.
 *
 * <p>Spark's transport connects, authenticates and, if asked to, encrypts. Once the left neighbour
 * is welcome, the connection belongs to the two ranks alone and carries {@link
 * io.spnas.collective.RingFrame frames} of the ring's own in both directions: Spark's messages cost
 * a copy and an answer each.
 *
 * <p><b>An all-reduce.</b> Every rank calls {@link io.spnas.collective.AllReduce#sum} with the same
 * length. A rank tells its right neighbour <i>begin</i> (sequence number, length). The neighbour
 * answers <i>begun</i> as soon as its own caller has begun the same all-reduce with the same
 * length; until then nothing is sent, so a rank that is ahead simply waits. Then chunks flow to the
 * right, each headed by (ring id, sequence, step, chunk, bytes) and closed by an end mark. In steps
 * 0 to W - 2 (reduce-scatter) the receiver adds each chunk to its own floats, in steps W - 1 to 2W
 * - 3 (all-gather) it replaces them; in all but the last step it passes the chunk on. Chunks come
 * in order and any other header fails the ring. A rank that has all chunks tells its left neighbour
 * <i>taken</i>; {@code sum} returns when it has all chunks and the right neighbour has taken its
 * own. Each segment is added up along the ring from one fixed rank and the result is then copied,
 * so the sum has the same bits on every rank and in every run.
 *
 * <p><b>Failures.</b> No wait lasts longer than the {@link io.spnas.collective.RingSettings#timeout
 * timeout} and a quarter. When one rank is stuck, all are soon, and each sees only that its
 * neighbours are late. So a rank that waits <i>asks</i> both for a sign of life, sixteen times in
 * the timeout, and they answer <i>alive</i> and whether they wait in an all-reduce themselves. At
 * the timeout the culprit is a neighbour that doesn't answer, or one that is alive but hasn't begun
 * and waits for nobody; a rank that has no such neighbour waits for a quarter more, in which those
 * beside the culprit speak. A rank that fails, for whatever reason, sends <i>abort</i> with its
 * reason to both neighbours, who pass it on: all ranks end at once and all messages name the rank
 * that saw the failure and the one that failed. A ring that has failed stays failed. A rank that
 * closes says <i>goodbye</i>, which hurts only who still needs it. A stranger's connection gets no
 * further than small requests, is refused and closed, and the ring goes on.
 *
 * <p><b>Threads.</b> One caller thread per ring and rank; {@code sum} blocks it and may be ended by
 * interrupt or by {@code close} from another thread. Netty's event loops (daemon threads) never
 * wait: {@code ring-server-*} receives and adds, {@code ring-client-*} copies and sends. A piece is
 * added where it is received, while it is in that core's cache.
 *
 * <p><b>Buffers.</b> The caller's {@code float[]} belongs to the ring from call to return of {@code
 * sum} and isn't touched afterwards, also after an exception; then its content is undefined. Bytes
 * travel little-endian, through two direct buffers of one chunk each, kept by the ring.
 */
package io.spnas.collective;
