package dev.permafrost.backend;

import dev.permafrost.backend.batch.BatchFuzz;
import dev.permafrost.backend.lake.ListingFuzz;
import dev.permafrost.backend.lake.ManifestFuzz;
import dev.permafrost.backend.lake.ObjectKeyFuzz;
import dev.permafrost.backend.transport.ResponseHeadFuzz;
import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.fuzz.FuzzTargetContract;
import org.junit.jupiter.api.Nested;

/** Any bytes where this module reads bytes. */
class FuzzTargetsTest {

  @Nested
  class OfManifests extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new ManifestFuzz();
    }
  }

  @Nested
  class OfListings extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new ListingFuzz();
    }
  }

  @Nested
  class OfObjectKeys extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new ObjectKeyFuzz();
    }
  }

  @Nested
  class OfResponseHeads extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new ResponseHeadFuzz();
    }
  }

  @Nested
  class OfBatches extends FuzzTargetContract {
    @Override
    protected FuzzTarget open() {
      return new BatchFuzz();
    }
  }
}
