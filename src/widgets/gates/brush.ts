import type { ViewContext } from '../context';
import { fill, html, listen } from '../base/dom';
import type { Frame } from '../base/frame';
import type { KeyAction } from '../base/keys';
import { toolButton } from '../base/tools';
import { placeAt } from './gatesLayout';
import type { GatesScene } from './gatesScene';
import type { BrushArea, Overlay } from './overlay';
import {
  extendBrush,
  selectionCode,
  selectionOf,
  type Selection
} from './selection';

export interface BrushOptions {
  readonly frame: Frame;
  readonly context: ViewContext;
  readonly overlay: Overlay;
  readonly scene: () => GatesScene;
  readonly id: () => string;
  /** Where the cursor is. */
  readonly at: () => { group: number; place: number; step: number };
  readonly unit: () => number;
  readonly move: (place: number, step: number) => void;
  /** Goes on to clamping; absent where that is not possible. */
  readonly clamp?: () => void;
}

/** A brushed area, that becomes the variable `selection` in the kernel. */
export interface Brush {
  start(x: number, y: number): void;
  drag(x: number, y: number): void;
  end(): void;
  /** Takes the brush away; true if there was one. */
  clear(): boolean;
  onKey(action: KeyAction, event: KeyboardEvent): boolean;
  /** The scene is new: the rectangle is placed again. */
  rebuilt(): void;
  dispose(): void;
}

/** Where the chosen units and steps are kept, for the What-if view to start from. */
export const SELECTION = 'selection';

export function createBrush(options: BrushOptions): Brush {
  const { frame, context, overlay, scene } = options;
  const { link, store, translate } = context;
  let area: BrushArea | null = null;
  let anchor: { place: number; step: number } | null = null;
  let pending = 0;
  let turn = 0;

  const draw = (): void => overlay.brush(area);

  const start: Brush['start'] = (x, y) => {
    const now = scene();
    const at = placeAt(now.layout, x, y, now.steps);
    if (at.step === null || at.group === null) {
      return;
    }
    const place = placeOfRow(now, at.row ?? 0);
    const step = at.step + now.options.from;
    anchor = { place, step };
    area = {
      group: at.group,
      places: blockOf(now, place, place),
      steps: [step, step]
    };
    draw();
  };

  const drag: Brush['drag'] = (x, y) => {
    if (!area || !anchor) {
      return;
    }
    const now = scene();
    const { layout } = now;
    const inside = Math.max(
      layout.plotLeft,
      Math.min(layout.plotLeft + layout.plotWidth - 0.01, x)
    );
    const band = layout.groups[area.group];
    const row = Math.max(
      0,
      Math.min(layout.rows - 1, Math.floor((y - band.y) / layout.rowHeight))
    );
    const at = placeAt(layout, inside, band.y, now.steps);
    const step = (at.step ?? 0) + now.options.from;
    const place = placeOfRow(now, row);
    area = {
      group: area.group,
      places: blockOf(
        now,
        Math.min(anchor.place, place),
        Math.max(anchor.place, place)
      ),
      steps: [Math.min(anchor.step, step), Math.max(anchor.step, step)]
    };
    draw();
  };

  const end = (): void => {
    if (!area) {
      return;
    }
    const selection = selectionOf(scene(), area, options.unit());
    store.set(options.id(), SELECTION, selection);
    announce(selection);
    void send(selection);
  };

  const announce = (selection: Selection): void =>
    frame.announce(
      translate(
        'selected %1 units and %2 steps of %3',
        selection.units.length,
        selection.steps.length,
        selection.channel
      )
    );

  /** Tells the kernel, and shows the line of code that names the selection there. */
  const send = async (selection: Selection): Promise<void> => {
    turn += 1;
    const mine = turn;
    const byHand = selectionCode(selection);
    if (frame.status.state !== 'live') {
      show(selection, byHand);
      return;
    }
    try {
      const { code } = await link.request('select', {
        id: options.id(),
        selection
      });
      if (mine === turn) {
        show(selection, code);
      }
    } catch {
      if (mine === turn) {
        show(selection, byHand);
      }
    }
  };

  const show = (selection: Selection, code: string): void => {
    const words = translate(
      '%1 units × %2 steps of %3',
      selection.units.length,
      selection.steps.length,
      selection.channel
    );
    const buttons = [
      toolButton({
        id: 'copy',
        label: translate('Copy code'),
        run: () => void copy(code)
      }),
      ...(link.insertCode
        ? [
            toolButton({
              id: 'insert',
              label: translate('Put in a notebook cell'),
              run: () => link.insertCode?.(code)
            })
          ]
        : []),
      ...(options.clamp
        ? [
            toolButton({
              id: 'clamp',
              label: translate('Clamp'),
              run: options.clamp
            })
          ]
        : []),
      toolButton({
        id: 'clear',
        label: '✕',
        title: translate('Clear the selection (Esc)'),
        look: 'quiet',
        run: () => void clear()
      })
    ];
    fill(
      frame.below,
      html(
        'div',
        { class: 'jp-gatescope-selection' },
        html('b', {}, words),
        html('div', { class: 'jp-gatescope-tools' }, buttons)
      ),
      html('pre', { class: 'jp-gatescope-code' }, code)
    );
  };

  const copy = async (code: string): Promise<void> => {
    try {
      await navigator.clipboard.writeText(code);
      frame.announce(translate('copied'));
    } catch {
      frame.setNotice(
        translate('The browser does not let the page copy; select the line.')
      );
    }
  };

  const clear = (): boolean => {
    if (!area) {
      return false;
    }
    area = null;
    anchor = null;
    turn += 1;
    clearTimeout(pending);
    draw();
    fill(frame.below);
    store.set(options.id(), SELECTION, undefined);
    if (frame.status.state === 'live') {
      // Nobody waits for the answer; a kernel that is gone has forgotten it anyway.
      link
        .request('select', { id: options.id(), selection: null })
        .catch(() => undefined);
    }
    return true;
  };

  const onKey: Brush['onKey'] = action => {
    const move = extensions[action];
    if (!move) {
      return false;
    }
    const now = scene();
    const at = options.at();
    const first = area === null;
    area = extendBrush(area, at, anchor, move, {
      places: now.layer.units,
      steps: now.trace.time.steps
    });
    if (first) {
      anchor = { place: at.place, step: at.step };
      area = extendBrush(area, at, anchor, move, {
        places: now.layer.units,
        steps: now.trace.time.steps
      });
    }
    draw();
    clearTimeout(pending);
    // One message for a run of keys.
    pending = window.setTimeout(end, 250);
    return true;
  };

  const stop = listen<PointerEvent>(document, 'pointerdown', event => {
    const target = event.target as Node | null;
    if (area && !frame.element.contains(target)) {
      clear();
    }
  });

  return {
    start,
    drag,
    end,
    clear,
    onKey,
    rebuilt: draw,
    dispose() {
      clearTimeout(pending);
      stop();
    }
  };
}

const extensions: Readonly<
  Partial<Record<KeyAction, { places: number; steps: number }>>
> = {
  extendRight: { places: 0, steps: 1 },
  extendLeft: { places: 0, steps: -1 },
  extendDown: { places: 1, steps: 0 },
  extendUp: { places: -1, steps: 0 }
};

function placeOfRow({ layout, layer }: GatesScene, row: number): number {
  return Math.min(layer.units - 1, row * layout.unitsPerRow);
}

/** A drawn row of several units is taken whole. */
function blockOf(
  { layout, layer }: GatesScene,
  first: number,
  last: number
): [number, number] {
  return [first, Math.min(layer.units - 1, last + layout.unitsPerRow - 1)];
}
