/** Parts a stream into lines, none of which may be longer than a bound. */

/**
 * @param onLine called with each line that is not empty, in order
 * @param onTooLong called once with nothing after it: a line goes on beyond `bytesMax`
 */
export function lineReader(
  bytesMax: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): (chunk: Buffer) => void {
  /** Of the line that is not yet whole. Joined once, for a long one comes in many chunks. */
  let pieces: Buffer[] = [];
  let length = 0;
  let isOver = false;
  const end = (last: Buffer): void => {
    const line = Buffer.concat([...pieces, last])
      .toString("utf8")
      .trim();
    pieces = [];
    length = 0;
    if (line !== "") onLine(line);
  };
  return (chunk) => {
    if (isOver) return;
    let from = 0;
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, from)) {
      if (length + at - from > bytesMax) break;
      end(chunk.subarray(from, at));
      from = at + 1;
    }
    const rest = chunk.subarray(from);
    length += rest.length;
    if (length > bytesMax) {
      isOver = true;
      pieces = [];
      onTooLong();
    } else if (rest.length > 0) pieces.push(rest);
  };
}
