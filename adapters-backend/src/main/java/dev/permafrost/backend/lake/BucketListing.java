package dev.permafrost.backend.lake;

import dev.permafrost.backend.transport.Deadline;
import dev.permafrost.backend.transport.Request;
import dev.permafrost.backend.transport.RequestRunner;
import dev.permafrost.backend.transport.ResponseOutcome;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Lists the keys of a lake in an S3-compatible store, with {@code GET /?list-type=2}. The answer
 * shows whether a store supports this: XML with the root {@code ListBucketResult}, containing the
 * lake's own keys if some are known; other servers answer 200 with an HTML page.
 *
 * <p>The bucket is in the host name or in the first part of the path; which one is tried once.
 * Thread-safe.
 */
final class BucketListing implements KeyListing {

  private static final int LARGEST_PAGE_BYTES = 4 << 20;

  private final LakeStore store;
  private final RequestRunner runner;
  private volatile @Nullable List<Bucket> candidates;

  BucketListing(LakeStore store, RequestRunner runner) {
    this.store = store;
    this.runner = runner;
  }

  /**
   * A possible root of the bucket, and the lake's place in it.
   *
   * @param root the address to which a query is added
   * @param prefix the prefix of the lake's keys; empty, or ending in a slash
   */
  private record Bucket(URI root, String prefix) {}

  @Override
  public Optional<Page> page(String after, int most, Deadline deadline) {
    for (Bucket bucket : candidates()) {
      Optional<Page> page = page(bucket, after, most, deadline);
      if (page.isPresent()) {
        candidates = List.of(bucket);
        return page;
      }
    }
    candidates = List.of();
    return Optional.empty();
  }

  private List<Bucket> candidates() {
    List<Bucket> known = candidates;
    if (known != null) {
      return known;
    }
    URI base = store.base();
    String path = base.getPath().substring(1);
    List<Bucket> all = new ArrayList<>();
    all.add(new Bucket(base.resolve("/"), path));
    int slash = path.indexOf('/');
    if (slash > 0) {
      String first = base.getRawPath().substring(0, base.getRawPath().indexOf('/', 1) + 1);
      all.add(new Bucket(base.resolve(first), path.substring(slash + 1)));
    }
    return all;
  }

  private Optional<Page> page(Bucket bucket, String after, int most, Deadline deadline) {
    String query =
        "?list-type=2&max-keys="
            + most
            + "&prefix="
            + encode(bucket.prefix())
            + (after.isEmpty() ? "" : "&start-after=" + encode(bucket.prefix() + after));
    Request request = Request.get(URI.create(bucket.root() + query), LARGEST_PAGE_BYTES);
    RequestRunner.Reply reply = runner.run(request, ResponseOutcome::asFinal, deadline);
    if (reply.outcome().kind() != ResponseOutcome.Kind.PRESENT) {
      return Optional.empty();
    }
    ObjectListing listing;
    try {
      listing = ObjectListing.read(reply.bytes());
    } catch (ObjectListing.NoListing e) {
      return Optional.empty();
    }
    return relative(bucket, listing, after);
  }

  /** The keys below the lake's root; empty if the listing is not valid. */
  private Optional<Page> relative(Bucket bucket, ObjectListing listing, String after) {
    List<String> keys = new ArrayList<>();
    List<Long> sizes = new ArrayList<>();
    String previous = after;
    for (int i = 0; i < listing.keys().size(); i++) {
      String key = listing.keys().get(i);
      if (!key.startsWith(bucket.prefix())) {
        return Optional.empty();
      }
      String relative = key.substring(bucket.prefix().length());
      if (relative.isEmpty() && after.isEmpty() && keys.isEmpty()) {
        continue; // The folder itself, if someone created it as an object.
      }
      if (relative.compareTo(previous) <= 0) {
        return Optional.empty();
      }
      previous = relative;
      keys.add(relative);
      sizes.add(listing.sizes().get(i));
    }
    boolean isSomewhereElse = keys.isEmpty() && after.isEmpty() && store.hasBeenRead();
    boolean leadsNowhere = keys.isEmpty() && listing.isTruncated();
    return isSomewhereElse || leadsNowhere
        ? Optional.empty()
        : Optional.of(new Page(keys, sizes, listing.isTruncated()));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
