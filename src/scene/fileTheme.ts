import { themes } from '../trace';
import { makeRamp } from './ramp';
import { mixed, type SceneTheme } from './theme';

export type FileThemeName = keyof typeof themes;

/** High contrast is the dark theme but for what it says otherwise. */
const valuesOf = (name: FileThemeName) => {
  const { dark, contrast } = themes;
  return name === 'contrast'
    ? {
        colors: { ...dark.colors, ...contrast.colors },
        ramps: { ...dark.ramps, ...contrast.ramps }
      }
    : themes[name];
};

/** Colors of a file, which has no style sheet to follow. */
export function fileTheme(name: FileThemeName = 'light'): SceneTheme {
  const { colors, ramps } = valuesOf(name);
  return {
    color: paint => mixed(ink => colors[ink], paint),
    part: () => ({}),
    ramp: of => makeRamp(ramps[of])
  };
}
