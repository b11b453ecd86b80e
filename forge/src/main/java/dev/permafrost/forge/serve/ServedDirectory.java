package dev.permafrost.forge.serve;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Optional;

/** Looks up what a directory answers to a well-behaved request. */
final class ServedDirectory {

  private final Path directory;
  private final Listing listing;
  private final ObjectListing objects;
  private final int missingStatus;

  ServedDirectory(Path directory, Listing listing, ObjectListing objects, int missingStatus) {
    this.directory = directory.toAbsolutePath().normalize();
    this.listing = listing;
    this.objects = objects;
    this.missingStatus = missingStatus;
  }

  /** What is answered to a request without a fault. */
  Answer answer(LakeRequest request, String ifRange) throws IOException {
    if (listing == Listing.OBJECTS
        && request.key().isEmpty()
        && ObjectListing.isAskedBy(request.query())) {
      return Answer.text("application/xml", objects.answer(request.query()));
    }
    Optional<Path> place = place(request.key());
    if (place.isEmpty()) {
      return missing();
    }
    if (Files.isDirectory(place.get())) {
      return listing == Listing.HTML ? Answer.text("text/html", page(place.get())) : missing();
    }
    return file(place.get(), request.range(), ifRange);
  }

  /** What S3 says of a key that is not there, to those who may list and to the others. */
  private Answer missing() {
    String code = missingStatus == 403 ? "AccessDenied" : "NoSuchKey";
    return Answer.error(
        missingStatus, SignatureGate.errorXml(code, code).getBytes(StandardCharsets.UTF_8));
  }

  private Answer file(Path file, String range, String ifRange) throws IOException {
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      long sizeBytes = channel.size();
      String tag = "\"" + sizeBytes + "-" + Files.getLastModifiedTime(file).toMillis() + "\"";
      boolean isPart = ByteSpan.isUnderstood(range) && (ifRange.isEmpty() || ifRange.equals(tag));
      Optional<ByteSpan> span =
          isPart ? ByteSpan.within(range, sizeBytes) : Optional.of(new ByteSpan(0, sizeBytes));
      if (span.isEmpty()) {
        return Answer.empty(416);
      }
      channel.position(span.get().first());
      byte[] body =
          Channels.newInputStream(channel).readNBytes(Math.toIntExact(span.get().length()));
      return new Answer(
          isPart ? 206 : 200,
          "application/octet-stream",
          tag,
          sizeBytes,
          span.get(),
          ByteBuffer.wrap(body));
    } catch (NoSuchFileException e) {
      return missing();
    }
  }

  private Optional<Path> place(String key) {
    if (key.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    Path place = directory.resolve(key).normalize();
    return place.startsWith(directory) ? Optional.of(place) : Optional.empty();
  }

  private static String page(Path directory) throws IOException {
    StringBuilder html = new StringBuilder("<!DOCTYPE html><html><body><ul>");
    try (var entries = Files.list(directory)) {
      Object[] names = entries.map(entry -> String.valueOf(entry.getFileName())).toArray();
      Arrays.sort(names);
      for (Object name : names) {
        html.append("<li><a href=\"").append(name).append("\">").append(name).append("</a></li>");
      }
    }
    return html.append("</ul></body></html>").toString();
  }
}
