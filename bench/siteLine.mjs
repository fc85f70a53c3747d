// A line to the site as a reader has one: compressed, counted, and no faster than it is told to be.
import { createServer } from 'node:http';
import { gzipSync } from 'node:zlib';

/**
 * Stands before a plain file server.
 *
 * @param behind address of the file server, without a path
 * @param port where it listens
 * @returns The line: `bytes` that went over it, and `bytesASecond`, Infinity unless set.
 */
export function openLine(behind, port) {
  const kept = new Map();
  const line = { bytes: 0, bytesASecond: Infinity, close: () => proxy.close() };
  let free = 0;

  async function whole(url) {
    if (!kept.has(url)) {
      const answer = await fetch(behind + url);
      const body = Buffer.from(await answer.arrayBuffer());
      const type = answer.headers.get('content-type');
      kept.set(url, {
        status: answer.status,
        body: gzipSync(body),
        headers: {
          'Content-Encoding': 'gzip',
          ...(type !== null && { 'Content-Type': type })
        }
      });
    }
    return kept.get(url);
  }

  const proxy = createServer((request, response) => {
    void whole(request.url).then(({ status, body, headers }) => {
      line.bytes += body.length;
      // One after another: who asks late waits until the line is free.
      const now = performance.now();
      free = Math.max(now, free) + (1000 * body.length) / line.bytesASecond;
      setTimeout(() => {
        response.writeHead(status, headers);
        response.end(body);
      }, free - now);
    });
  });
  proxy.listen(port, '127.0.0.1');
  return line;
}
