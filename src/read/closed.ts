import { Widget } from '@lumino/widgets';
import { curtains, type Curtain } from '../exercises/metadata';
import { CurtainBar } from '../lab/exercises/curtainBar';
import { openSheets } from '../lab/exercises/openSheets';
import { predictionStands } from '../lab/exercises/predictionStands';
import { PREDICTIONS } from '../widgets/predict/guess';
import { skipSheet } from '../widgets/questions/answers';
import type { Translate } from '../widgets/context';
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

  const stored = (): unknown[] =>
    notebook.cells().map(({ metadata }) => metadata.gatescope);

  function isOpen({ asks, keys }: Curtain, ours: readonly unknown[]): boolean {
    if (asks === 'question') {
      const open = openSheets(ours);
      return keys.every(key => open.has(key));
    }
    const { committed, skipped } = predictionStands(ours);
    return keys.every(key => committed.has(key) || skipped.has(key));
  }

  function skip({ asks, keys, cell }: Curtain): void {
    const memory = notebook.memory(cell);
    if (asks === 'prediction') {
      const present = memory.get(PREDICTIONS);
      memory.set(PREDICTIONS, {
        ...(typeof present === 'object' ? present : {}),
        ...Object.fromEntries(
          keys.map(key => [
            key,
            { values: [], committed: false, skipped: true }
          ])
        )
      });
    } else {
      keys.forEach(key => skipSheet(memory, key));
    }
  }

  function arrange(): void {
    const ours = stored();
    const drawn =
      notebook.metadata === null
        ? []
        : curtains(notebook.cells(), notebook.parts).filter(
            curtain => curtain.hides.length > 0 && !isOpen(curtain, ours)
          );
    const next = new Set(drawn.flatMap(({ hides }) => hides));
    for (const id of new Set([...next, ...hidden])) {
      const section = document.getElementById(id);
      if (section !== null) {
        section.hidden = next.has(id);
      }
    }
    hidden = next;
    const shown = drawn.filter(({ cell }) => !next.has(cell));
    for (const [cell, bar] of [...bars]) {
      if (!shown.some(each => each.cell === cell)) {
        bars.delete(cell);
        bar.dispose();
      }
    }
    for (const curtain of shown) {
      const section = document.getElementById(curtain.cell);
      if (section !== null && !bars.has(curtain.cell)) {
        const bar = new CurtainBar({
          asks: curtain.asks,
          count: curtain.hides.length,
          open: () => skip(curtain),
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
