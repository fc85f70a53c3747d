import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Page } from '@playwright/test';
import { cutWords } from '../gallery/cutWords';
import { misplacedWords } from '../gallery/misplacedWords';
import type { NotebookJson } from './notebook';

const widget = path.resolve(__dirname, '../../../gatescope/_widget');
const read = (name: string) => readFileSync(path.join(widget, name), 'utf8');
const inScript = (text: string) => text.replaceAll('</', '<\\/');

/** The widths of a notebook's pictures in the lab as it opens, and on a phone. */
const WIDTHS = [703, 390];

/** The bundles of a notebook's pictures, with the cell that each stands in. */
function picturesOf(notebook: NotebookJson) {
  return notebook.cells.flatMap(({ id, outputs = [] }) =>
    outputs.flatMap(({ data = {} }) =>
      Object.entries(data)
        .filter(([mime]) => mime.startsWith('application/vnd.gatescope'))
        .map(([, bundle]) => ({ id, bundle: JSON.stringify(bundle) }))
    )
  );
}

/**
 * Draws every picture of a notebook as it was saved, at the widths of the lab's notebook and of a phone,
 * and says which words are cut, beyond their picture, or on one another.
 */
export async function wordFaults(
  page: Page,
  notebook: NotebookJson,
  file: string
): Promise<readonly string[]> {
  const pictures = picturesOf(notebook);
  const faults: string[] = [];
  for (const width of WIDTHS) {
    writeFileSync(
      file,
      `<!doctype html><meta charset="utf-8"><style>${read('style.css')}body{margin:20px}gatescope-view{display:block;width:${width}px;margin:20px 0}</style>` +
        pictures
          .map(
            ({ bundle }) =>
              `<gatescope-view><script type="application/json">${inScript(bundle)}</script></gatescope-view>`
          )
          .join('') +
        `<script>${inScript(read('page.js'))}</script>`
    );
    await page.setViewportSize({ width: width + 40, height: 1000 });
    await page.goto(pathToFileURL(file).href);
    for (const [at, { id }] of pictures.entries()) {
      const host = page.locator('gatescope-view').nth(at);
      await host.scrollIntoViewIfNeeded();
      await host.locator('[class*="jp-gatescope"]').first().waitFor();
      // Drawn when it has come into sight, and once more where a font or a size came late.
      await page.evaluate(
        () =>
          new Promise(done =>
            requestAnimationFrame(() => requestAnimationFrame(done))
          )
      );
      const { beyond, over, collisions } = await misplacedWords(host);
      faults.push(
        ...[
          ...(await cutWords(host)).map(words => `cut: ${words}`),
          ...beyond.map(words => `beyond its edge: ${words}`),
          ...over.map(words => `over the title: ${words}`),
          ...collisions.map(words => `on one another: ${words}`)
        ].map(fault => `${id}, ${width} px: ${fault}`)
      );
    }
  }
  return [...new Set(faults)];
}

/** Names of tools that are cut in a lab whose kernel lives, which are more than those of a saved picture. */
export async function cutTools(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  for (const width of WIDTHS) {
    faults.push(
      ...(await page
        .locator('.jp-gatescope-output')
        .evaluateAll(async (outputs, wide) => {
          for (const output of outputs) {
            (output as HTMLElement).style.width = `${wide}px`;
          }
          // Told of its size, a view is drawn in the frame after.
          for (let frame = 0; frame < 3; frame += 1) {
            await new Promise(requestAnimationFrame);
          }
          return outputs.flatMap(output =>
            [...output.querySelectorAll('.jp-gatescope-tools > button')]
              .filter(button => button.scrollWidth > button.clientWidth + 1)
              .map(button => `${wide} px: ${button.textContent}`)
          );
        }, width))
    );
  }
  return [...new Set(faults)];
}

/** The first lines of folded notebook cells that reach beyond their cell on a phone. */
export async function strayingBars(page: Page): Promise<readonly string[]> {
  const size = page.viewportSize()!;
  await page.setViewportSize({ width: 390, height: size.height });
  const bars = page.locator('.jp-InputPlaceholder');
  await bars.first().waitFor();
  const straying = await bars.evaluateAll(all =>
    all
      .filter(
        bar =>
          bar.getBoundingClientRect().right >
          bar.parentElement!.getBoundingClientRect().right + 1
      )
      .map(bar => bar.textContent ?? '')
  );
  await page.setViewportSize(size);
  return straying;
}
