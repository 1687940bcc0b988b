package io.spnas.collective;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.spark.network.client.StreamCallbackWithID;

/** Carries the floats of one chunk to the pass that expected them when the chunk began. */
final class IncomingChunk implements StreamCallbackWithID {
  private final RingSession session;
  private final RingPass pass;

  IncomingChunk(RingSession session, RingPass pass) {
    this.session = session;
    this.pass = pass;
  }

  @Override
  public String getID() {
    return "chunk";
  }

  @Override
  public void onData(String id, ByteBuffer piece) {
    session.onFloats(pass, piece);
  }

  @Override
  public void onComplete(String id) {
    session.onChunkEnd(pass);
  }

  @Override
  public void onFailure(String id, Throwable cause) throws IOException {
    // The connection is lost with the stream, and that is reported by itself.
  }
}
