package dev.permafrost.domain.store;

import dev.permafrost.domain.adopt.Adoption;
import dev.permafrost.domain.adopt.HotAdoption;
import dev.permafrost.domain.adopt.PackInPlace;
import dev.permafrost.domain.artifact.ArtifactFiles;
import dev.permafrost.domain.attempt.Attempts;
import dev.permafrost.domain.audit.Audit;
import dev.permafrost.domain.audit.Census;
import dev.permafrost.domain.catalog.Catalog;
import dev.permafrost.domain.chain.Borders;
import dev.permafrost.domain.chain.Flips;
import dev.permafrost.domain.chain.HeaderProofs;
import dev.permafrost.domain.chunk.ChunkWork;
import dev.permafrost.domain.chunk.Geometry;
import dev.permafrost.domain.flow.BufferPool;
import dev.permafrost.domain.flow.LedgerLines;
import dev.permafrost.domain.flow.UnknownShapes;
import dev.permafrost.domain.freeze.Freezer;
import dev.permafrost.domain.freeze.IoThrottle;
import dev.permafrost.domain.hot.HotChunks;
import dev.permafrost.domain.ingest.HotIngest;
import dev.permafrost.domain.read.Inventory;
import dev.permafrost.domain.read.LedgerLookup;
import dev.permafrost.domain.recover.OrphanRemoval;
import dev.permafrost.domain.recover.Recovery;
import dev.permafrost.domain.recover.Sweep;
import dev.permafrost.domain.source.CoverageWaiting;
import dev.permafrost.domain.source.Lake;
import dev.permafrost.domain.source.SourcePicker;
import dev.permafrost.domain.verify.Verification;
import dev.permafrost.ports.catalog.MetaStore;

/**
 * Puts the parts of one open store together; each is made once, and none of them holds anything
 * open.
 */
final class StoreParts {

  private final Catalog catalog;
  private final HotChunks hot;
  private final HotIngest ingest;
  private final Freezer freezer;
  private final Sweep sweep;
  private final Adoption adoption;
  private final Recovery recovery;
  private final Verification verification;
  private final HeaderProofs proofs;
  private final Inventory inventory;
  private final LedgerLookup lookup;
  private final Audit audit;
  private final OrphanRemoval orphans;

  StoreParts(StorePorts ports, StoreSettings settings, MetaStore meta) {
    Geometry geometry = settings.geometry();
    StorePorts.Files files = ports.files();
    Attempts attempts = new Attempts(ports.events(), ports.time());
    long inFlight = settings.maxBytesInFlight();
    BufferPool buffers = BufferPool.forBytesInFlight(inFlight);
    LedgerLines lines =
        new LedgerLines(
            ports.codec(), ports.work(), buffers, inFlight, new UnknownShapes(ports.events()));
    ChunkWork work = new ChunkWork();
    catalog = new Catalog(meta, settings.kinds().names(), geometry);
    ArtifactFiles artifactFiles =
        new ArtifactFiles(geometry, settings.kinds(), files.artifacts(), files.packs());
    hot =
        new HotChunks(
            catalog,
            ports.databases().hot(),
            files.hotDirectories(),
            geometry,
            settings.kinds().columns(),
            artifactFiles,
            attempts);
    Borders borders =
        new Borders(catalog, geometry, files.packs(), hot, ports.codec(), buffers, ports.events());
    Flips flips = new Flips(borders);
    PackInPlace inPlace =
        new PackInPlace(
            catalog,
            geometry,
            files.artifacts(),
            files.packs(),
            flips,
            lines,
            settings.anchors(),
            attempts);
    Lake lake =
        new Lake(
            ports.backend(),
            catalog,
            new CoverageWaiting(ports.time(), ports.events(), settings.patience()));
    ingest =
        new HotIngest(catalog, geometry, hot, lines, borders, settings.anchors(), lake, attempts);
    SourcePicker sources =
        new SourcePicker(
            catalog,
            geometry,
            hot,
            files.packs(),
            ports.codec(),
            lake,
            settings.kinds(),
            settings.freezing().decodesHotFrames(),
            ports.events());
    freezer =
        new Freezer(
            catalog,
            geometry,
            settings.kinds(),
            files.artifacts(),
            artifactFiles,
            inPlace,
            flips,
            sources,
            lines,
            borders,
            settings.anchors(),
            new IoThrottle(settings.freezing().ioBytesPerSecond(), ports.time()),
            work,
            attempts);
    sweep = new Sweep(catalog, files.artifacts(), work, attempts);
    recovery = new Recovery(catalog, hot, work, attempts);
    verification =
        new Verification(
            catalog,
            geometry,
            artifactFiles,
            files.packs(),
            hot,
            lines,
            borders,
            settings.anchors(),
            attempts);
    adoption =
        new Adoption(
            catalog,
            geometry,
            files.artifacts(),
            artifactFiles,
            inPlace,
            new HotAdoption(geometry, hot, lines, borders, settings.anchors(), attempts),
            borders,
            flips,
            work,
            attempts);
    proofs = new HeaderProofs(geometry, borders, settings.anchors());
    lookup = new LedgerLookup(catalog, geometry, files.packs(), hot, ports.codec(), buffers);
    inventory =
        new Inventory(catalog, geometry, artifactFiles, ports.databases().hot(), hot, lookup);
    Census census = new Census(catalog, geometry, files.roots(), files.artifacts());
    audit = new Audit(census, geometry, artifactFiles, ports.databases().hot(), hot, verification);
    orphans = new OrphanRemoval(census, artifactFiles, catalog, hot, sweep, work, attempts);
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

  Audit audit() {
    return audit;
  }

  OrphanRemoval orphans() {
    return orphans;
  }
}
