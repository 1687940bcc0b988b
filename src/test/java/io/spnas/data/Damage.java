package io.spnas.data;

import java.util.Arrays;
import java.util.SplittableRandom;

/** What can become of a file's bytes on a bad disk, in a broken copy or at a writer's bug. */
public enum Damage {
  FLIPPED_BITS {
    @Override
    void spoil(byte[] bytes, SplittableRandom random) {
      for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
      }
    }
  },

  NOISE {
    @Override
    void spoil(byte[] bytes, SplittableRandom random) {
      byte[] noise = noise(run(bytes.length, random), random);
      int at = random.nextInt(bytes.length - noise.length + 1);
      System.arraycopy(noise, 0, bytes, at, noise.length);
    }
  },

  /** One value over a run, as a hole in a sparse file is. */
  HOLE {
    @Override
    void spoil(byte[] bytes, SplittableRandom random) {
      int length = run(bytes.length, random);
      int at = random.nextInt(bytes.length - length + 1);
      Arrays.fill(bytes, at, at + length, (byte) (random.nextBoolean() ? 0 : 0xff));
    }
  },

  SWAPPED_BLOCKS {
    @Override
    void spoil(byte[] bytes, SplittableRandom random) {
      int length = Math.max(1, run(bytes.length, random) / 2);
      int from = random.nextInt(bytes.length - length + 1);
      int to = random.nextInt(bytes.length - length + 1);
      byte[] whole = bytes.clone();
      System.arraycopy(whole, from, bytes, to, length);
      System.arraycopy(whole, to, bytes, from, length);
    }
  },

  CUT {
    @Override
    byte[] shape(byte[] bytes, SplittableRandom random) {
      return Arrays.copyOf(bytes, random.nextInt(bytes.length));
    }
  },

  /** A piece is missing in the middle. */
  GAP {
    @Override
    byte[] shape(byte[] bytes, SplittableRandom random) {
      int length = run(bytes.length, random);
      int at = random.nextInt(bytes.length - length + 1);
      return splice(bytes, at, at + length, new byte[0]);
    }
  },

  LENGTHENED {
    @Override
    byte[] shape(byte[] bytes, SplittableRandom random) {
      return splice(bytes, bytes.length, bytes.length, noise(1 + random.nextInt(300), random));
    }
  },

  INSERTED {
    @Override
    byte[] shape(byte[] bytes, SplittableRandom random) {
      int at = random.nextInt(bytes.length + 1);
      return splice(bytes, at, at, noise(1 + random.nextInt(300), random));
    }
  },

  /** A block comes twice. */
  REPEATED {
    @Override
    byte[] shape(byte[] bytes, SplittableRandom random) {
      int length = run(bytes.length, random);
      int at = random.nextInt(bytes.length - length + 1);
      return splice(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
    }
  };

  private static final Damage[] ALL = values();

  /** A kind of damage, each as likely as the others. */
  public static Damage any(SplittableRandom random) {
    return ALL[random.nextInt(ALL.length)];
  }

  /** A damaged copy; now and then equal to the whole, where equal blocks are swapped. */
  public byte[] of(byte[] whole, SplittableRandom random) {
    return whole.length == 0 ? INSERTED.shape(whole, random) : shape(whole.clone(), random);
  }

  byte[] shape(byte[] bytes, SplittableRandom random) {
    spoil(bytes, random);
    return bytes;
  }

  void spoil(byte[] bytes, SplittableRandom random) {
    throw new UnsupportedOperationException(name() + " changes the length");
  }

  /** A length from 1, most often a small one. */
  private static int run(int length, SplittableRandom random) {
    return 1 + random.nextInt(1 + random.nextInt(length));
  }

  private static byte[] noise(int length, SplittableRandom random) {
    byte[] noise = new byte[length];
    random.nextBytes(noise);
    return noise;
  }

  /** A copy with other bytes in the place of a range. */
  public static byte[] splice(byte[] bytes, int from, int to, byte[] between) {
    byte[] spliced = Arrays.copyOf(bytes, bytes.length - (to - from) + between.length);
    System.arraycopy(between, 0, spliced, from, between.length);
    System.arraycopy(bytes, to, spliced, from + between.length, bytes.length - to);
    return spliced;
  }
}
