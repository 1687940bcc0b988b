package io.spnas.collective;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.spnas.collective.RingMessage.Abort;
import io.spnas.collective.RingMessage.Alive;
import io.spnas.collective.RingMessage.Ask;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Begun;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Goodbye;
import io.spnas.collective.RingMessage.Hello;
import io.spnas.collective.RingMessage.Taken;
import java.nio.ByteBuffer;
import java.util.SplittableRandom;

/** What somebody who isn't a rank's neighbour may send to its port. */
enum Stranger {
  NOISE {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      // The length that it begins with is too large, as all but one of 2^50 are.
      byte[] noise = noise(9 + random.nextInt(500), random);
      noise[0] |= 1;
      return noise;
    }
  },

  /** A type of Spark's that has no business here, with the right length. */
  OTHER_TYPE {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      int type = random.nextInt(Byte.MAX_VALUE);
      byte[] noise = noise(random.nextInt(500), random);
      return sparkFrame(9 + noise.length, type == REQUEST ? type + 1 : type, noise);
    }
  },

  WRONG_LENGTH {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      long length = LENGTHS[random.nextInt(LENGTHS.length)];
      return sparkFrame(length, random.nextInt(14), noise(random.nextInt(500), random));
    }
  },

  /** A request that holds noise. */
  NOISY_REQUEST {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      byte[] noise = noise(random.nextInt(500), random);
      return sparkFrame(9 + noise.length, REQUEST, noise);
    }
  },

  /** What only a neighbour may say. */
  MESSAGE {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      long id = random.nextBoolean() ? ringId : random.nextLong();
      long sequence = random.nextLong(1000);
      RingMessage message =
          switch (random.nextInt(8)) {
            case 0 -> new Begin(id, sequence, random.nextInt(10_000));
            case 1 -> new Begun(id, sequence);
            case 2 -> new Taken(id, sequence);
            case 3 -> new Ask(id);
            case 4 -> new Alive(id, random.nextBoolean());
            case 5 -> new Abort(id, random.nextInt(-1, 4), random.nextInt(-1, 4), "made up");
            case 6 -> new Goodbye(id);
            default -> new Chunk(id, sequence, random.nextInt(4), random.nextInt(4), 1024);
          };
      return request(message, random);
    }
  },

  /** All that the true left neighbour says up to its first chunk, which is let in at once. */
  NEIGHBOUR {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      ByteBuf said = Unpooled.buffer();
      Hello hello = new Hello(ringId, ring.worldSize(), ring.left().rank(), ring.rank());
      said.writeBytes(request(hello, random));
      long sequence = random.nextLong(1000);
      RingFrame.putMessage(said, new Begin(ringId, sequence, 2000));
      RingFrame.putMessage(said, new Chunk(ringId, sequence, 0, 0, 1024));
      said.writeBytes(noise(1024, random));
      RingFrame.putEnd(said);
      return ByteBufUtil.getBytes(said);
    }
  },

  /** As the true left neighbour begins, or nearly so. */
  HELLO {
    @Override
    byte[] frame(RingMembers ring, long ringId, SplittableRandom random) {
      long id = random.nextInt(3) == 0 ? random.nextLong() : ringId;
      int sender = random.nextInt(3) == 0 ? random.nextInt() : ring.left().rank();
      return request(new Hello(id, ring.worldSize(), sender, ring.rank()), random);
    }

    @Override
    boolean mustBeTurnedAway() {
      return false;
    }
  };

  /** Spark's type of a request that is answered. */
  private static final int REQUEST = 3;

  private static final long[] LENGTHS = {
    0,
    8,
    -1,
    Long.MIN_VALUE,
    Long.MAX_VALUE,
    Integer.MAX_VALUE,
    1L << 31,
    1L << 32,
    1L << 30,
    (16 << 10) + 1,
    1
  };

  /** The bytes of one frame to a rank. */
  abstract byte[] frame(RingMembers ring, long ringId, SplittableRandom random);

  /** Whether the rank closes the connection over such a frame. */
  boolean mustBeTurnedAway() {
    return true;
  }

  static Stranger any(SplittableRandom random) {
    return values()[random.nextInt(values().length)];
  }

  /** Length with itself, type, content. */
  private static byte[] sparkFrame(long length, int type, byte[] content) {
    return ByteBuffer.allocate(Long.BYTES + 1 + content.length)
        .putLong(length)
        .put((byte) type)
        .put(content)
        .array();
  }

  private static byte[] request(RingMessage message, SplittableRandom random) {
    ByteBuffer encoded = message.encode();
    byte[] content =
        ByteBuffer.allocate(Long.BYTES + Integer.BYTES + encoded.remaining())
            .putLong(random.nextLong())
            .putInt(encoded.remaining())
            .put(encoded)
            .array();
    return sparkFrame(Long.BYTES + 1 + content.length, REQUEST, content);
  }

  private static byte[] noise(int length, SplittableRandom random) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }
}
