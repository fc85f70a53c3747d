import { Widget } from '@lumino/widgets';
import { curtains } from '../exercises/metadata';
import { closedCells, skip } from '../lab/exercises/closedCells';
import { CurtainBar } from '../lab/exercises/curtainBar';
import type { Translate } from '../scene/words/translate';
import type { ReadNotebook } from './notebook';

/** Keeps closed what would give an answer away, until it is given or skipped, as the lab does. */
export function createClosed({
  notebook,
  translate
}: {
  readonly notebook: ReadNotebook;
  readonly translate: Translate;
}): void {
  const bars = new Map<string, CurtainBar>();
  let hidden = new Set<string>();

  function arrange(): void {
    const { closed, asked } = closedCells(
      notebook.metadata === null
        ? []
        : curtains(notebook.cells(), notebook.parts),
      notebook.cells().map(({ metadata }) => metadata.gatescope)
    );
    for (const id of new Set([...closed.keys(), ...hidden])) {
      const section = document.getElementById(id);
      if (section !== null) {
        section.hidden = closed.has(id);
      }
    }
    hidden = new Set(closed.keys());
    for (const [cell, bar] of [...bars]) {
      if (!asked.some(each => each.cell === cell)) {
        bars.delete(cell);
        bar.dispose();
      }
    }
    for (const curtain of asked) {
      const section = document.getElementById(curtain.cell);
      if (section !== null && !bars.has(curtain.cell)) {
        const bar = new CurtainBar({
          asks: curtain.asks,
          count: curtain.opens,
          open() {
            const before = hidden;
            skip(curtain, notebook.memory(curtain.cell));
            // The button is gone: the keyboard goes on with what it has opened.
            [...before]
              .filter(id => !hidden.has(id))
              .map(id => document.getElementById(id)?.querySelector('button'))
              .find(button => button)
              ?.focus();
          },
          translate
        });
        bars.set(curtain.cell, bar);
        Widget.attach(bar, section);
      }
    }
  }

  notebook.onChange(arrange);
  arrange();
}
