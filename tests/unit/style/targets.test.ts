/** @jest-environment jsdom */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { questionSamples } from '../../../scripts/gallery/questionSamples';
import type { Questions } from '../../../src/trace';
import { createQuestionsView } from '../../../src/widgets/questions/createQuestionsView';
import { openView } from '../widgets/viewPage';

const folder = path.resolve(__dirname, '../../../style');
const sheets = readdirSync(folder)
  .filter(name => /^(widgets|lab).*\.css$/.test(name))
  .map(name => readFileSync(path.join(folder, name), 'utf8'));

/** A length of a style sheet in px; 0 where it is none. */
const pixels = (length: string): number => parseFloat(length) || 0;

test.each(questionSamples)(
  'what is pressed or dragged in “$title” is at least 24 px high, and what is pressed as wide',
  async ({ make }) => {
    const ofInputs = sheets.filter(sheet => sheet.includes('input'));
    const styles = ofInputs.map(sheet => {
      const style = document.createElement('style');
      // jsdom knows no container queries, which are at the end of a sheet.
      [style.textContent] = sheet.split('@container');
      return style;
    });
    document.head.append(...styles);
    const sample = await make();
    const bundle = (
      'toBundle' in sample ? sample.toBundle() : sample
    ) as Questions;
    const page = openView(createQuestionsView, bundle);
    const inputs = [
      ...page.element.querySelectorAll<HTMLInputElement>(
        'input[type="range"], input[type="radio"], input[type="checkbox"]'
      )
    ];
    expect(inputs.length).toBeGreaterThan(0);
    // One of each kind in each place: jsdom takes its time to compute a style.
    const kinds = new Map(
      inputs.map(each => [
        `${each.type} ${each.parentElement?.className}`,
        each
      ])
    );
    for (const input of kinds.values()) {
      const { height, minHeight, width } = getComputedStyle(input);
      expect(
        Math.max(pixels(height), pixels(minHeight))
      ).toBeGreaterThanOrEqual(24);
      if (input.type !== 'range') {
        expect(pixels(width)).toBeGreaterThanOrEqual(24);
      }
    }
    page.close();
    styles.forEach(style => style.remove());
  }
);

test('no words of a view are faded: only what is drawn is', () => {
  // `opacity` on anything but shapes and disabled buttons takes the contrast from the words in it.
  const faded = [
    ...sheets
      .join('\n')
      .replaceAll(/\/\*[\s\S]*?\*\//g, '')
      .matchAll(/([^{}]+)\{[^{}]*[^-]opacity: 0?\.(\d)[^{}]*\}/g)
  ];
  const shapes =
    /(circle|line|path|polygon|polyline|rect|canvas)\b[^{}]*$|:disabled|-cursor|-box/;
  expect(faded.length).toBeGreaterThan(1);
  const words = faded
    .map(([, selector]) => selector.trim().replaceAll(/\s+/g, ' '))
    .filter(selector => !shapes.test(selector));
  expect(words).toEqual([]);
});
