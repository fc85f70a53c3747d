import type { ViewContext, ViewSettings } from '../context';
import type { Translate } from '../../scene/words/translate';
import type { Frame } from '../base/frame';
import { labelFont, textMeasure } from '../base/measure';

/** What a scene is laid out in: room, letters, the density of the screen. */
export interface SceneFrame {
  readonly width: number;
  readonly narrow: boolean;
  readonly settings: ViewSettings;
  readonly measure: (text: string) => number;
  readonly translate: Translate;
  readonly ratio: number;
}

const LEAST_WIDTH = 190;

/** The room that the frame of a view has now. */
export function sceneFrame(
  frame: Frame,
  { settings, translate }: Pick<ViewContext, 'settings' | 'translate'>
): SceneFrame {
  return {
    width: Math.max(frame.width, LEAST_WIDTH),
    narrow: frame.narrow,
    settings,
    measure: textMeasure(labelFont(frame.element)),
    translate,
    ratio: devicePixelRatio
  };
}
