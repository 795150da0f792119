/** Makes an ETag that no row had before. */
export type NextEtag = () => string;

export function countEtags(): NextEtag {
  let count = 0;
  return () => `W/"${++count}"`;
}
