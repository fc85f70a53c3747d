import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(__dirname, '../../..');
const folder = path.join(root, 'style');
const LEAST = 12;

/** Every declaration of a font's size, with its file. */
const sizes = [
  ...readdirSync(folder)
    .filter(name => name.endsWith('.css'))
    .map(name => path.join(folder, name)),
  path.join(root, 'gatescope/grading/classmap/style.py')
].flatMap(file =>
  [
    ...readFileSync(file, 'utf8')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .matchAll(/([^{}]*)\{([^{}]*)\}/g)
  ].flatMap(([, selector, body]) =>
    [...body.matchAll(/\bfont(?:-size)?:\s*([^;]*)/g)].map(([, value]) => ({
      file: path.basename(file),
      selector: selector.trim(),
      value: value.replaceAll(/\s+/g, ' ')
    }))
  )
);

/** What a declaration can become at least, in px; Infinity where it names no px. */
function least(value: string): number {
  const px = [...value.matchAll(/([\d.]+)px/g)].map(([, size]) => Number(size));
  // The line height of `font: 14px/1.45` has no unit, and what a clamp begins with is its least.
  return Math.min(Infinity, ...px);
}

test('no words of a view, the panel, the playground or the class map are smaller than 12 px', () => {
  expect(sizes.length).toBeGreaterThan(100);
  expect(sizes.filter(({ value }) => least(value) < LEAST)).toEqual([]);
});

test('nothing but an index shrinks with its room or beside larger words', () => {
  const shrinking = sizes.filter(
    ({ value }) =>
      value.startsWith('min(') || /^(0?\.\d+em|\d{1,2}%|smaller)/.test(value)
  );
  expect(
    shrinking
      .filter(({ selector }) => !/\b(sub|sup)$/.test(selector))
      .map(({ file, selector, value }) => `${file} ${selector}: ${value}`)
  ).toEqual([
    // Where every step of a long sequence is a word, a column has no more room: a screen reader and the
    // pointer are told each.
    'play-lanes.css .play-worded .play-dot::before: min(12px, calc(100cqw / var(--steps)))',
    // Code in the text of a page, of 16 px.
    'read-page.css .read code: 0.86em',
    // A formula on the narrowest phone, of 16 px.
    'read-page.css .read math: 0.85em'
  ]);
});
