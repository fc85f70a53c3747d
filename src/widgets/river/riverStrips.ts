import type { Translate } from '../../scene/words/translate';
import { listen, putInto, setAttributes } from '../base/dom';
import {
  createInputStrip,
  handValue,
  type InputStrip
} from '../base/inputStrip';
import type { Drawing } from '../scene/createDrawing';

export interface RiverStripsOptions {
  readonly panel: Drawing['panel'];
  readonly translate: Translate;
  readonly move: (step: number) => void;
  readonly keep: (step: number, keep: number, going: boolean) => void;
  readonly input: (step: number, value: number, going: boolean) => void;
}

/** Lies over the gates and the input below a river, which are dragged there. */
export interface RiverStrips {
  /** Lays them over the picture in a host; those that cannot be used are hidden. */
  place(host: HTMLElement, keeps: boolean, edits: boolean): void;
  dispose(): void;
}

export function createRiverStrips({
  panel,
  translate,
  move,
  keep,
  input
}: RiverStripsOptions): RiverStrips {
  const strip = (
    which: 'kept' | 'input',
    title: string,
    edit: (step: number, value: number, going: boolean) => void
  ): InputStrip => {
    const created: InputStrip = createInputStrip({
      title,
      stepAt(event) {
        const { left } = created.element.getBoundingClientRect();
        const part = panel(which);
        return part
          ? part.places.stepAt(event.clientX - left + part.box.x)
          : null;
      },
      values() {
        const part = panel(which);
        return event => {
          const { top } = created.element.getBoundingClientRect();
          return part
            ? part.value.invert(event.clientY - top + part.box.y)
            : NaN;
        };
      },
      edit,
      move
    });
    // A drag ends in a click, which would pin the cursor.
    listen(created.element, 'click', event => event.stopPropagation());
    return created;
  };
  const keeps = strip(
    'kept',
    translate('Drag what is kept'),
    (step, value, going) => keep(step, handValue(value, [0, 1]), going)
  );
  const inputs = strip('input', translate('Drag the input'), input);
  const lay = (
    { element }: InputStrip,
    which: 'kept' | 'input',
    host: HTMLElement,
    usable: boolean
  ): void => {
    const box = panel(which)?.box;
    element.hidden = !box || !usable;
    if (box) {
      setAttributes(element, {
        style: `left: ${box.x}px; top: ${box.y}px; width: ${box.width}px; height: ${box.height}px`
      });
    }
    putInto(host, element);
  };
  return {
    place(host, canKeep, canEdit) {
      lay(keeps, 'kept', host, canKeep);
      lay(inputs, 'input', host, canEdit);
    },
    dispose() {
      keeps.dispose();
      inputs.dispose();
    }
  };
}
