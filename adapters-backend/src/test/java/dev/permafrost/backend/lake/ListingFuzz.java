package dev.permafrost.backend.lake;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.permafrost.testkit.fuzz.FuzzTarget;
import java.util.List;

/** Any bytes as a page of a listing. */
public final class ListingFuzz implements FuzzTarget {

  /** Makes the target. */
  public ListingFuzz() {}

  @Override
  public List<byte[]> seeds() {
    String page =
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
            + "<ListBucketResult xmlns=\"http://s3.amazonaws.com/doc/2006-03-01/\">"
            + "<Name>b</Name><Prefix>a/</Prefix><IsTruncated>true</IsTruncated>"
            + "<Contents><Key>a/FFFFFFFF--0-9/FFFFFFF8--7.xdr.zst</Key><Size>7</Size></Contents>"
            + "<Contents><Key><![CDATA[a/<2>]]>&amp;&#x41;</Key></Contents></ListBucketResult>";
    return List.of(
        page.getBytes(UTF_8),
        "<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>".getBytes(UTF_8),
        "<!DOCTYPE a [<!ENTITY e 'x'>]><ListBucketResult><Contents><Key>&e;</Key></Contents></ListBucketResult>"
            .getBytes(UTF_8),
        "<ListBucketResult><a:b xmlns:a='x' a:c='d'/><!-- e --><?f g?></ListBucketResult>"
            .getBytes(UTF_8),
        "<!DOCTYPE html><html><body></body></html>".getBytes(UTF_8));
  }

  @Override
  public void give(byte[] input) {
    try {
      ObjectListing listing = ObjectListing.read(input);
      for (String key : listing.keys()) {
        if (key.isEmpty() || key.length() > 1024) {
          throw new IllegalStateException("a key of " + key.length() + " characters");
        }
        LakeLayout.parse(key);
      }
    } catch (ObjectListing.NoListing declared) {
      // As it must be.
    }
  }
}
