import type { LayerTrace, Trace } from '../../trace';
import type { SceneTheme } from '../../scene/theme';
import type { Translate } from '../../scene/words/translate';
import type { LayerValues, UnitChoice } from '../equations/layerValues';
import type { ChainLayout } from './chainLayout';

/** A chain at a step: what it is drawn of. */
export interface Chain {
  readonly trace: Trace;
  readonly layer: LayerTrace;
  readonly values: LayerValues;
  readonly step: number;
  readonly unit: UnitChoice;
  readonly translate: Translate;
}

/** Where and how it is drawn. */
export interface ChainPaper {
  readonly layout: ChainLayout;
  readonly theme: SceneTheme;
  /** How wide words of 12 pixels are. */
  readonly measure: (words: string) => number;
}

/** Bold letters are so much wider. */
export const BOLD = 1.05;
export const wide = (
  measure: ChainPaper['measure'],
  words: string,
  size: number,
  bold = 1
): number => ((measure(words) * size) / 12) * bold;
