import type { SceneFrame } from '../../views/map/mapScene';
import type { ViewContext } from '../context';
import type { Frame } from '../base/frame';
import { labelFont, textMeasure } from '../base/measure';

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
