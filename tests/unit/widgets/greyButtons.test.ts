/** @jest-environment jsdom */
import * as fc from 'fast-check';
import { draws } from './draws';
import { walkedViews } from './truth/views';
import type { ViewPage } from './viewPage';

/** What is grey on a page, and has no word of why: neither on the button nor described beside it. */
function unexplained({ element }: ViewPage): string[] {
  return [
    ...element.querySelectorAll<HTMLElement>(
      'button:disabled, input:disabled, [aria-disabled="true"]'
    )
  ]
    .filter(each => {
      const beside = each.getAttribute('aria-describedby');
      const words =
        each.title +
        (beside === null
          ? ''
          : (document.getElementById(beside)?.textContent ?? ''));
      return words.trim() === '' || words === each.textContent;
    })
    .map(({ outerHTML }) => outerHTML);
}

const LINKS = [
  { state: 'live' },
  { state: 'connecting' },
  { state: 'stale', reason: 'The network was trained since.' },
  { state: 'notLive', reason: 'There is no kernel.' }
] as const;

describe('a button that does nothing says why', () => {
  it.each(walkedViews)(
    'in %s and in all of its menus, whatever the kernel is doing',
    async (_, { drawn, of }) => {
      await fc.assert(
        fc.asyncProperty(
          drawn,
          fc.constantFrom(...LINKS),
          async (each, status) => {
            const page = of(each).open();
            await page.settle();
            page.setStatus(status);
            expect(unexplained(page)).toEqual([]);
            const tools = [
              ...page.element.querySelectorAll<HTMLElement>(
                '[aria-haspopup="menu"]'
              )
            ].map(({ dataset }) => dataset.tool);
            expect(tools).toContain('export');
            for (const tool of tools) {
              page.element
                .querySelector<HTMLElement>(`[data-tool="${tool}"]`)
                ?.click();
              expect(unexplained(page)).toEqual([]);
            }
            page.close();
          }
        ),
        draws(3, { gate: 1 })
      );
    }
  );
});
