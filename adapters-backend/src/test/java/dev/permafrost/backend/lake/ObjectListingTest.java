package dev.permafrost.backend.lake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Pages of ListObjectsV2, and what only looks like one. */
class ObjectListingTest {

  @Test
  void keysAndWhetherMoreFollowAreRead() throws Exception {
    ObjectListing page =
        read(
            "<?xml version='1.0'?><ListBucketResult"
                + " xmlns='http://s3.amazonaws.com/doc/2006-03-01/'>"
                + "<Name>Key</Name><Prefix>a/</Prefix><IsTruncated>true</IsTruncated>"
                + "<Contents><Key>a/&lt;1&gt;</Key><Size>7</Size><Owner><ID>x</ID><Key>not"
                + " this</Key></Owner></Contents>"
                + "<Contents><Key>a/2</Key></Contents><CommonPrefixes><Key>nor"
                + " this</Key></CommonPrefixes></ListBucketResult>");
    assertThat(page.keys()).containsExactly("a/<1>", "a/2");
    assertThat(page.isTruncated()).isTrue();
  }

  @Test
  void sizesAreReadAndUnknownWhereAPageDoesNotSayThem() throws Exception {
    ObjectListing page =
        read(
            "<ListBucketResult><Size>1</Size>"
                + "<Contents><Key>a</Key><Size> 7 </Size></Contents>"
                + "<Contents><Key>b</Key></Contents>"
                + "<Contents><Size>9</Size><Key>c</Key></Contents>"
                + "<Contents><Key>d</Key><Size>-3</Size></Contents>"
                + "<Contents><Key>e</Key><Size>9999999999999999999</Size></Contents>"
                + "</ListBucketResult>");
    assertThat(page.keys()).containsExactly("a", "b", "c", "d", "e");
    assertThat(page.sizes()).containsExactly(7L, -1L, -1L, -1L, -1L);
  }

  @Test
  void anEmptyPageHasNoKeys() throws Exception {
    ObjectListing page = read("<ListBucketResult><KeyCount>0</KeyCount></ListBucketResult>");
    assertThat(page.keys()).isEmpty();
    assertThat(page.isTruncated()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "no XML at all",
        "<!DOCTYPE html><html><body></body></html>",
        "<html><body>Index of /</body></html>",
        "<Error><Code>AccessDenied</Code></Error>",
        "<ListAllMyBucketsResult/>",
        "<ListBucketResult><Contents><Key>a</Key>",
        "<ListBucketResult><Contents><Key></Key></Contents></ListBucketResult>",
        "<!DOCTYPE ListBucketResult [<!ENTITY e 'x'>]>"
            + "<ListBucketResult><Contents><Key>&e;</Key></Contents></ListBucketResult>",
        "<!DOCTYPE ListBucketResult SYSTEM 'file:///etc/passwd'><ListBucketResult/>",
        "<ListBucketResult><Contents><Key>&undeclared;</Key></Contents></ListBucketResult>",
      })
  void anythingElseIsNoListing(String xml) {
    assertThatThrownBy(() -> read(xml)).isInstanceOf(ObjectListing.NoListing.class);
  }

  @Test
  void whatTheParserItselfStumblesOverIsNoListing() {
    // A character that no document type may have, which the JDK has no message for.
    assertThatThrownBy(() -> read("<!DOCTYPE a [<!" + "\0\4" + "uck>"))
        .isInstanceOf(ObjectListing.NoListing.class);
  }

  @Test
  void whatIsNoListingIsThrownAndNothingIsPrinted() {
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertThatThrownBy(() -> ObjectListing.read(new byte[] {'<', 'a', '>', (byte) 0xff}))
          .isInstanceOf(ObjectListing.NoListing.class);
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
  }

  @Test
  void elementsWithoutEndWithinEachOtherAreNoListingAndLittleIsKeptOfThem() {
    String deep = "<ListBucketResult>" + "<a>".repeat(1_300_000);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    byte[] xml = deep.getBytes(StandardCharsets.UTF_8);
    long before = threads.getCurrentThreadAllocatedBytes();
    assertThatThrownBy(() -> ObjectListing.read(xml)).isInstanceOf(ObjectListing.NoListing.class);
    assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(1 << 20);
  }

  private static ObjectListing read(String xml) throws ObjectListing.NoListing {
    return ObjectListing.read(xml.getBytes(StandardCharsets.UTF_8));
  }
}
