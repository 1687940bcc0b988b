package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

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
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class RingMessageTest {

  static Stream<RingMessage> messages() {
    return Stream.of(
        new Hello(-1, 4, 2, 3),
        new Begin(7, 1L << 40, Integer.MAX_VALUE),
        new Begun(7, 1L << 40),
        new Taken(7, 1L << 40),
        new Ask(3),
        new Alive(3, true),
        new Alive(3, false),
        new Chunk(Long.MIN_VALUE, 5, 6, 7, 8),
        new Abort(1, 0, 3, "lost the connection to rank 3 (naïve:1)"),
        new Goodbye(42));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isReadAsItWasWritten(RingMessage message) {
    assertThat(RingMessage.decode(message.encode())).isEqualTo(message);
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isRefusedWhenCutOff(RingMessage message) {
    int prefix = RingMessage.PREFIX_BYTES - 1;
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RingMessage.decode(message.encode().limit(prefix)));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void isRefusedWhenLongerThanItsKind(RingMessage message) {
    if (message instanceof Abort) {
      return; // Ends with a text of any length.
    }
    ByteBuffer encoded = message.encode();
    ByteBuffer longer = ByteBuffer.allocate(encoded.remaining() + 1).put(encoded).rewind();
    assertThatIllegalArgumentException().isThrownBy(() -> RingMessage.decode(longer));
  }

  @Test
  void randomBytesAreRefused() {
    Random random = new Random(1);
    for (int i = 0; i < 1000; i++) {
      byte[] bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      assertThatIllegalArgumentException()
          .isThrownBy(() -> RingMessage.decode(ByteBuffer.wrap(bytes)))
          .withMessageContaining(bytes.length + " bytes");
    }
  }

  @Test
  void anAbortsReasonIsOneLineOfBoundedLength() {
    String reason = "first\nsecond\r\n" + "x".repeat(5000);
    Abort read = (Abort) RingMessage.decode(new Abort(1, 2, 3, reason).encode());
    assertThat(read.reason())
        .startsWith("first second x")
        .hasSizeLessThanOrEqualTo(RingMessage.MAX_TEXT_BYTES);
  }
}
