package io.spnas.collective;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.time.Duration;
import org.apache.spark.network.protocol.Message;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DoorkeeperTest {
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final Doorkeeper.Queue queue = new Doorkeeper.Queue(2, PATIENCE);
  private final EmbeddedChannel channel = new EmbeddedChannel();

  @BeforeEach
  void guard() {
    Doorkeeper.guard(channel, queue);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 7, 8, 9, 10, 100})
  void smallRequestsPassHoweverTheyAreCut(int pieceBytes) {
    ByteBuf frames = Unpooled.buffer();
    for (int size : new int[] {9, 10, 500, 16 << 10}) {
      frames.writeBytes(frame(size, size, Message.Type.RpcRequest));
    }
    ByteBuf all = frames.copy();
    while (frames.isReadable()) {
      int bytes = Math.min(pieceBytes, frames.readableBytes());
      channel.writeInbound(Unpooled.copiedBuffer(frames.readSlice(bytes)));
    }
    assertThat(channel.isOpen()).isTrue();
    ByteBuf passed = Unpooled.buffer();
    channel.inboundMessages().forEach(piece -> passed.writeBytes((ByteBuf) piece));
    assertThat(passed).isEqualTo(all);
  }

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 8, (16 << 10) + 1, Integer.MAX_VALUE, 1L << 40})
  void anOddLengthClosesTheConnection(long length) {
    channel.writeInbound(frame(100, length, Message.Type.RpcRequest));
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.inboundMessages()).isEmpty();
  }

  @Test
  void anotherTypeThanARequestClosesTheConnection() {
    channel.writeInbound(frame(100, 100, Message.Type.RpcRequest));
    channel.writeInbound(frame(100, 100, Message.Type.UploadStream));
    assertThat(channel.isOpen()).isFalse();
    assertThat(channel.inboundMessages()).hasSize(1);
  }

  @Test
  void whoIsLetInSaysWhatItLikes() {
    Doorkeeper.letIn(channel);
    channel.writeInbound(frame(100, Long.MAX_VALUE, Message.Type.UploadStream));
    assertThat(channel.isOpen()).isTrue();
    assertThat(channel.inboundMessages()).hasSize(1);
  }

  @Test
  void whoIsNotLetInInTimeIsTurnedAway() throws InterruptedException {
    EmbeddedChannel letIn = new EmbeddedChannel();
    Doorkeeper.guard(letIn, queue);
    Doorkeeper.letIn(letIn);
    Thread.sleep(2 * PATIENCE.toMillis());
    channel.runScheduledPendingTasks();
    letIn.runScheduledPendingTasks();
    assertThat(channel.isOpen()).isFalse();
    assertThat(letIn.isOpen()).isTrue();
  }

  @Test
  void tooManyAreTurnedAwayUntilOthersHaveGone() {
    EmbeddedChannel second = new EmbeddedChannel();
    EmbeddedChannel third = new EmbeddedChannel();
    EmbeddedChannel fourth = new EmbeddedChannel();
    Doorkeeper.guard(second, queue);
    Doorkeeper.guard(third, queue);
    assertThat(second.isOpen()).isTrue();
    assertThat(third.isOpen()).isFalse();
    second.close();
    second.runPendingTasks();
    third.runPendingTasks();
    Doorkeeper.guard(fourth, queue);
    assertThat(fourth.isOpen()).isTrue();
  }

  private static ByteBuf frame(int bytes, long length, Message.Type type) {
    ByteBuf frame = Unpooled.buffer(bytes).writeLong(length);
    type.encode(frame);
    return frame.writeZero(bytes - frame.writerIndex());
  }
}
