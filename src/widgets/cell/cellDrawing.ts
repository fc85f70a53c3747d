import type { Expression, LayerTrace } from '../../trace';
import type { Translate } from '../../scene/words/translate';
import { fill, html } from '../base/dom';
import { rangeOf, type InputWords } from './cellWords';
import { FULL_WIDTH } from './circuit';
import type { CircuitNumbers } from './drawWire';
import { circuitOf } from './circuitOf';
import { drawCircuit, type CircuitPicture } from './drawCircuit';

/** From this width on the equations stand beside the circuit. */
const BESIDE_FROM = 920;
/** The least width of the equations beside it. */
const EQUATIONS = 290;
const GAP = 24;

/** The circuit of a layer where the view has room for it; the equations stand beside or below. */
export interface CellDrawing {
  /** What is in the picture: the drawing, then the equations. */
  readonly element: HTMLElement;
  readonly circuit: HTMLElement;
  /** Everything that the wires carry. */
  readonly carried: readonly Expression[];
  draw(
    layer: LayerTrace,
    size: {
      readonly width: number;
      readonly narrow: boolean;
      readonly back: boolean;
    }
  ): void;
  show(numbers: CircuitNumbers, input: InputWords): void;
  light(texts: ReadonlySet<string>): void;
}

export function createCellDrawing(translate: Translate): CellDrawing {
  const host = html('div', { class: 'jp-gatescope-circuit-host' });
  const notes = html('div', { class: 'jp-gatescope-circuit-notes' });
  const element = html(
    'div',
    { class: 'jp-gatescope-cell' },
    html('div', { class: 'jp-gatescope-cell-drawing' }, host, notes)
  );
  let picture: CircuitPicture | null = null;
  return {
    element,
    circuit: host,
    get carried() {
      return picture?.carried ?? [];
    },
    draw(layer, { width, narrow, back }) {
      let beside = width >= BESIDE_FROM;
      let circuit = circuitOf(layer, {
        width: Math.min(FULL_WIDTH, beside ? width - EQUATIONS - GAP : width),
        translate
      });
      if (circuit.crowded && width > FULL_WIDTH) {
        // A long computation gets the whole width, with its equations below.
        beside = false;
        circuit = circuitOf(layer, { width, translate });
      }
      const { classList } = element;
      classList.toggle('jp-gatescope-cell-beside', beside);
      classList.toggle('jp-gatescope-cell-below', !beside && !narrow);
      classList.toggle('jp-gatescope-cell-first', narrow);
      picture = drawCircuit(circuit, {
        pills: !narrow,
        back,
        range: expression => rangeOf(expression, layer)
      });
      fill(host, picture.element);
      fill(
        notes,
        circuit.missing.map(words =>
          html('p', { class: 'jp-gatescope-circuit-missing' }, words)
        )
      );
    },
    show(numbers, input) {
      picture?.show(numbers);
      picture?.setInput(input);
    },
    light: texts => picture?.light(texts)
  };
}
