// The pictures of README.md and of a link to the site, each with a digest of the sources that drew it:
// one is out of date when they have changed since, on whatever day that was.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const kept = path.join(root, 'docs/images/digests.json');
const views = ['src/scene', 'src/views', 'src/widgets', 'style'];
const drawnBy = {
  'lesson-04.png': ['src/lab/inspector', ...views],
  'playground.png': ['src/play', ...views],
  'preview.png': ['src/play', ...views]
};

function digestOf(picture) {
  const digest = createHash('sha256');
  for (const folder of drawnBy[picture].map(name => path.join(root, name))) {
    for (const name of readdirSync(folder, { recursive: true }).sort()) {
      if (/\.(?:ts|css|html|json|svg)$/.test(name)) {
        digest.update(name).update(readFileSync(path.join(folder, name)));
      }
    }
  }
  return digest.digest('hex').slice(0, 16);
}

const digests = () =>
  existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {};

/** Notes that these pictures were taken of the sources as they are. */
export function keepDigests(...pictures) {
  const next = { ...digests() };
  for (const picture of pictures) {
    next[picture] = digestOf(picture);
  }
  writeFileSync(kept, `${JSON.stringify(next, null, 2)}\n`);
}

/** The pictures that other sources drew than those that are here. */
export function outOfDate() {
  const known = digests();
  return Object.keys(drawnBy).filter(
    picture => known[picture] !== digestOf(picture)
  );
}
