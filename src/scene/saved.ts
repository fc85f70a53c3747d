import { spreadSteps, type BundleKind } from '../trace';
import type { Bitmap } from './bitmap';
import { chosenOf, standing, type ChoiceName, type ChosenOf } from './choices';
import { drawView } from './drawView';
import { fileTheme, type FileThemeName } from './fileTheme';
import type { BundleOf, ViewDefinition } from './view';
import { lettersWidth } from './words/letters';
import { inUnitOfTime, unitOfTime } from './words/timeWord';
import { untranslated } from './words/translate';

export interface SavedOptions<D> {
  /** What the kernel knows beside the bundle. */
  readonly data?: D;
  /** In CSS pixels. */
  readonly width?: number;
  readonly theme?: FileThemeName;
  /** Pixels as the address of a PNG; without it there are no heat maps. */
  readonly png?: (pixels: Bitmap) => string;
}

/** A view as it opens, as a file: for viewers that run nothing. */
export function savedPicture<
  K extends BundleKind,
  N extends ChoiceName,
  D,
  Id extends string
>(
  definition: ViewDefinition<K, N, D, Id>,
  saved: BundleOf<K>,
  { data, width = 744, theme, png }: SavedOptions<D> = {}
): string {
  const bundle = spreadSteps(saved) as BundleOf<K>;
  const translate = inUnitOfTime(untranslated, () => unitOfTime(bundle));
  const stands = standing(
    definition.choices,
    bundle,
    { get: () => undefined },
    translate
  );
  const now = {
    ...{ bundle, translate, data: data ?? null },
    chosen: chosenOf(stands) as ChosenOf<N>
  };
  return drawView(definition, now, {
    ...{ width, png, theme: fileTheme(theme), measure: lettersWidth },
    row: definition.opens?.(now)
  });
}
