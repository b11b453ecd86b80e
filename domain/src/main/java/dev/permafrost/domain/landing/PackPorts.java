package dev.permafrost.domain.landing;

import dev.permafrost.domain.flow.LedgerLines;
import dev.permafrost.domain.flow.UnknownShapes;
import dev.permafrost.domain.pass.AnchoredPasses;
import dev.permafrost.ports.artifact.ArtifactFormat;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.codec.FrameCodec;
import dev.permafrost.ports.events.StorageEvents;
import dev.permafrost.ports.work.OrderedWork;
import dev.permafrost.ports.work.TimeSource;

/**
 * The ports that making packs needs: no database and no root. The caller owns what must be closed.
 *
 * @param codec the codec of frames
 * @param packs the format of packs
 * @param work the workers on which ledgers are checked, encoded and decoded
 * @param time the clock
 * @param events the observer
 */
public record PackPorts(
    FrameCodec codec,
    ArtifactFormat packs,
    OrderedWork work,
    TimeSource time,
    StorageEvents events) {

  /** Passes over chunks that use these ports. */
  AnchoredPasses passes(PackSettings settings) {
    long inFlight = settings.maxBytesInFlight();
    LedgerLines lines =
        new LedgerLines(
            codec,
            work,
            DirectBuffers.forBytesInFlight(inFlight),
            inFlight,
            new UnknownShapes(events),
            time);
    return new AnchoredPasses(lines, settings.anchors(), events);
  }
}
