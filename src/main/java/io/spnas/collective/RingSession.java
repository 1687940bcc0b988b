package io.spnas.collective;

import io.netty.channel.Channel;
import io.spnas.collective.RingMessage.Abort;
import io.spnas.collective.RingMessage.Alive;
import io.spnas.collective.RingMessage.Ask;
import io.spnas.collective.RingMessage.Begin;
import io.spnas.collective.RingMessage.Begun;
import io.spnas.collective.RingMessage.Chunk;
import io.spnas.collective.RingMessage.Goodbye;
import io.spnas.collective.RingMessage.Taken;
import io.spnas.collective.RingPass.Outgoing;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One rank's side of the protocol, once it has its neighbours: what it says in an all-reduce, and
 * how it takes what they say. No method blocks.
 */
final class RingSession {
  private final RingState state;
  private final RingLink left;
  private final RingLink right;
  private final long ringId;
  private ChunkSender sender;
  private RingPass pass;
  private Begin earlyBegin;

  RingSession(RingState state) {
    this.state = state;
    this.left = state.left();
    this.right = state.right();
    this.ringId = state.ringId();
  }

  // ---- What this rank does.

  /** The connection to the right neighbour is ready for chunks. */
  void sendTo(Channel channel) {
    synchronized (state) {
      sender = new ChunkSender(channel, this::takeToSend);
    }
  }

  void begin(RingPass begun) throws CollectiveException {
    synchronized (state) {
      pass = begun;
      state.watch().startPass(begun);
      Stream.of(left, right).filter(RingLink::isDeparted).forEach(state::failDeparted);
      state.throwIfOver();
      if (earlyBegin != null) {
        Begin early = earlyBegin;
        earlyBegin = null;
        admit(early);
      }
      right.tell(new Begin(ringId, begun.sequence(), begun.length()));
    }
  }

  /** From here on the pass's floats are left alone. */
  void end() {
    RingPass ended;
    synchronized (state) {
      ended = pass;
      pass = null;
      state.watch().stopPass();
    }
    ended.sums().release();
  }

  /** Nanoseconds the caller may wait before it calls again; fails the ring if there are none. */
  long patience() {
    synchronized (state) {
      RingWatch watch = state.watch();
      watch.culprit().ifPresent(culprit -> state.fail(culprit, watch.complaint(culprit)));
      if (pass != null) {
        Stream.of(left, right)
            .filter(link -> link.life().ask())
            .forEach(link -> link.tell(new Ask(ringId)));
      }
      return watch.pauseNanos();
    }
  }

  private Optional<Outgoing> takeToSend() {
    synchronized (state) {
      return pass == null || state.isOver() ? Optional.empty() : pass.takeToSend(ringId);
    }
  }

  // ---- What the neighbours do.

  void onMessage(RingLink from, RingMessage message) {
    synchronized (state) {
      if (message.ringId() != ringId) {
        onBreach(from, "speaks of another ring");
      } else if (message instanceof Abort abort) {
        onAbort(from, abort);
      } else if (state.isOver()) {
        return;
      } else if (message instanceof Ask) {
        from.tell(new Alive(ringId, pass != null && !pass.isDone()));
      } else if (message instanceof Alive alive) {
        from.life().answer(alive.waiting());
      } else if (message instanceof Goodbye) {
        onGoodbye(from);
      } else if (message instanceof Begin begin && from == left) {
        onBegin(begin);
      } else if (message instanceof Begun begun && from == right) {
        onBegun(begun);
      } else if (message instanceof Taken taken && from == right) {
        onTaken(taken);
      } else {
        onBreach(from, "sends " + message);
      }
    }
  }

  /** A neighbour does what it never should. */
  void onBreach(RingLink from, String deed) {
    synchronized (state) {
      state.fail(from, from.peer() + " " + deed);
    }
  }

  private void onAbort(RingLink from, Abort abort) {
    if (abort.reporter() == Math.floorMod(abort.reporter(), state.members().worldSize())) {
      state.onAbort(from, abort);
    } else {
      onBreach(from, "tells of a failure seen by rank " + abort.reporter());
    }
  }

  private void onGoodbye(RingLink from) {
    from.depart();
    if (pass != null && (from == left ? pass.needsLeft() : pass.needsRight())) {
      state.failDeparted(from);
    }
  }

  private void onBegin(Begin begin) {
    if (pass != null && !pass.isLeftBegun()) {
      admit(begin);
    } else if (earlyBegin == null) {
      earlyBegin = begin;
    } else {
      onBreach(left, "begins all-reduce " + begin.sequence() + " too early");
    }
  }

  private void admit(Begin begin) {
    if (begin.sequence() != pass.sequence()) {
      onBreach(left, disagreement("begins all-reduce %d", begin.sequence(), pass.sequence()));
    } else if (begin.length() != pass.length()) {
      onBreach(left, disagreement("sums %d floats", begin.length(), pass.length()));
    } else {
      pass.leftHasBegun();
      left.tell(new Begun(ringId, begin.sequence()));
      completeIfReceived();
    }
  }

  private String disagreement(String format, long there, long here) {
    return String.format(format + ", %s " + format, there, state.members().self(), here);
  }

  private void onBegun(Begun begun) {
    if (pass != null && begun.sequence() == pass.sequence() && !pass.isRightBegun()) {
      pass.rightHasBegun();
      sender.wake();
      notifyIfDone();
    } else {
      onBreach(right, "answers " + begun);
    }
  }

  private void onTaken(Taken taken) {
    if (pass != null && taken.sequence() == pass.sequence() && pass.take()) {
      notifyIfDone();
    } else {
      onBreach(right, "claims " + taken);
    }
  }

  /** Where the floats of a chunk go; empty if it isn't the one that has to come. */
  Optional<IncomingChunk> onChunk(RingLink from, Chunk header) {
    synchronized (state) {
      if (state.isOver()) {
        return Optional.of(IncomingChunk.unwanted(header));
      }
      Optional<Chunk> expected =
          pass == null || from != left ? Optional.empty() : pass.expected(ringId);
      if (expected.filter(header::equals).isEmpty()) {
        String wanted = expected.map(Chunk::toString).orElse("no chunk now");
        onBreach(from, "sends " + header + ", expected " + wanted);
        return Optional.empty();
      }
      return Optional.of(pass.incoming());
    }
  }

  void onChunkEnd(IncomingChunk chunk) {
    synchronized (state) {
      if (!state.isOver() && chunk.belongsTo(pass)) {
        pass.completeChunk();
        sender.wake();
        completeIfReceived();
      }
    }
  }

  private void completeIfReceived() {
    if (!pass.needsLeft()) {
      left.tell(new Taken(ringId, pass.sequence()));
      notifyIfDone();
    }
  }

  private void notifyIfDone() {
    if (pass.isDone()) {
      state.notifyAll();
    }
  }
}
