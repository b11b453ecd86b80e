package dev.permafrost.domain.store;

import dev.permafrost.domain.adopt.Adoption;
import dev.permafrost.domain.adopt.HotAdoption;
import dev.permafrost.domain.adopt.PackInPlace;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.Census;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.HeaderProofs;
import dev.permafrost.domain.chain.LedgerChecks;
import dev.permafrost.domain.chain.StoredHeaders;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.flow.LedgerLines;
import dev.permafrost.domain.flow.UnknownShapes;
import dev.permafrost.domain.freeze.Freezer;
import dev.permafrost.domain.freeze.IoThrottle;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.ingest.HotIngest;
import dev.permafrost.domain.pass.LedgerPasses;
import dev.permafrost.domain.read.Decoders;
import dev.permafrost.domain.read.Inventory;
import dev.permafrost.domain.read.LedgerLookup;
import dev.permafrost.domain.read.OpenViews;
import dev.permafrost.domain.read.Reads;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.recover.Pruning;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.recover.Sweep;
import dev.permafrost.domain.source.CoverageWaiting;
import dev.permafrost.domain.source.Lake;
import dev.permafrost.domain.source.SourcePicker;
import dev.permafrost.domain.verify.Verification;
import dev.permafrost.ports.buffer.DirectBuffers;
import dev.permafrost.ports.catalog.MetaStore;

/**
 * Creates the parts of one open store, each once. Parts that keep something open for the next
 * reader are closed with the store.
 */
final class StoreParts {

  private final Catalog catalog;
  private final HotChunks hot;
  private final HotIngest ingest;
  private final Freezer freezer;
  private final Sweep sweep;
  private final Pruning pruning;
  private final Adoption adoption;
  private final Recovery recovery;
  private final Verification verification;
  private final HeaderProofs proofs;
  private final Inventory inventory;
  private final LedgerLookup lookup;
  private final Decoders decoders;
  private final Reads reads;
  private final Audit audit;
  private final OrphanRemoval orphans;

  StoreParts(StorePorts ports, StoreSettings settings, MetaStore meta, boolean mayWrite) {
    Geometry geometry = settings.geometry();
    StorePorts.Files ported = ports.files();
    Attempts attempts = new Attempts(ports.events(), ports.time());
    long inFlight = settings.maxBytesInFlight();
    DirectBuffers buffers = DirectBuffers.forBytesInFlight(inFlight);
    catalog = new Catalog(meta, settings.kinds().names(), geometry);
    ArtifactFiles files =
        new ArtifactFiles(geometry, settings.kinds(), ported.artifacts(), ported.packs());
    hot =
        new HotChunks(
            catalog,
            ports.databases().hot(),
            ported.hotDirectories(),
            settings.kinds(),
            files,
            attempts,
            mayWrite);
    LedgerChecks checks =
        new LedgerChecks(
            catalog,
            new StoredHeaders(geometry, ported.packs(), hot, ports.codec(), buffers),
            settings.anchors(),
            ports.events());
    LedgerLines lines =
        new LedgerLines(
            ports.codec(),
            ports.work(),
            buffers,
            inFlight,
            new UnknownShapes(ports.events()),
            ports.time());
    LedgerPasses passes = new LedgerPasses(lines, checks, ports.events());
    PackInPlace inPlace = new PackInPlace(catalog, files, passes);
    Lake lake =
        new Lake(
            ports.backend(),
            catalog,
            new CoverageWaiting(ports.time(), ports.events(), settings.patience()));
    SourcePicker sources =
        new SourcePicker(
            catalog,
            hot,
            files,
            ports.codec(),
            lake,
            settings.freezing().decodesHotFrames(),
            ports.events());
    IoThrottle throttle = new IoThrottle(settings.freezing().ioBytesPerSecond(), ports.time());
    ingest = new HotIngest(catalog, hot, passes, lake, attempts, ports.time());
    freezer = new Freezer(catalog, files, inPlace, sources, passes, throttle, attempts);
    OpenViews views = new OpenViews(ports.time(), settings.viewLimit());
    sweep = new Sweep(catalog, ported.artifacts(), views, attempts);
    pruning = new Pruning(catalog, hot, sweep, views, attempts);
    recovery = new Recovery(catalog, hot, attempts);
    verification = new Verification(catalog, files, hot, passes, attempts);
    HotAdoption hotAdoption = new HotAdoption(geometry, hot, passes);
    adoption = new Adoption(catalog, files, inPlace, hotAdoption, checks, attempts);
    proofs = new HeaderProofs(geometry, checks);
    decoders = new Decoders(ports.codec(), buffers);
    lookup = new LedgerLookup(catalog, ported.packs(), hot, ports.codec(), buffers, decoders);
    reads = new Reads(catalog, ported.packs(), hot, decoders, views);
    inventory = new Inventory(catalog, files, ports.databases().hot(), hot, lookup);
    Census census = new Census(catalog, ported.roots(), ported.artifacts());
    audit = new Audit(catalog, census, files, ports.databases().hot(), hot, verification);
    orphans = new OrphanRemoval(census, files, catalog, hot, sweep, attempts);
  }

  Catalog catalog() {
    return catalog;
  }

  HotChunks hot() {
    return hot;
  }

  HotIngest ingest() {
    return ingest;
  }

  Freezer freezer() {
    return freezer;
  }

  Adoption adoption() {
    return adoption;
  }

  Sweep sweep() {
    return sweep;
  }

  Pruning pruning() {
    return pruning;
  }

  Recovery recovery() {
    return recovery;
  }

  Verification verification() {
    return verification;
  }

  HeaderProofs proofs() {
    return proofs;
  }

  Inventory inventory() {
    return inventory;
  }

  LedgerLookup lookup() {
    return lookup;
  }

  Reads reads() {
    return reads;
  }

  /** Closes what was kept open for the next reader. */
  void close() {
    try (decoders) {
      hot.close();
    }
  }

  Audit audit() {
    return audit;
  }

  OrphanRemoval orphans() {
    return orphans;
  }
}
