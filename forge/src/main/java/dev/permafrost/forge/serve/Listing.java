package dev.permafrost.forge.serve;

/** What a server answers to a request for a directory or for a listing. */
public enum Listing {
  /** ListObjectsV2 as S3 speaks it; directories themselves are not found. */
  OBJECTS,
  /** A page of HTML with status 200 whatever the query says, as plain web servers do. */
  HTML,
  /** Nothing: not found. */
  OFF
}
