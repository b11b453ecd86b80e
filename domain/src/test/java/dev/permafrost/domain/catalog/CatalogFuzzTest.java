package dev.permafrost.domain.catalog;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import dev.permafrost.testkit.fuzz.FuzzTargetContract;

/** Any text where entries of the catalog are read. */
class CatalogFuzzTest extends FuzzTargetContract {

  @Override
  protected FuzzTarget open() {
    return new CatalogFuzz();
  }
}
