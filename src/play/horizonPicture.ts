import { html } from '../widgets/base/dom';
import { pictureToSvg } from '../widgets/base/exportPicture';
import { createHorizonPlot, type HorizonsShown } from './horizonPlot';

/** Both horizons as one picture, under the question: what people share. */
export interface HorizonPicture {
  /** After so many epochs, as SVG. */
  after(epochs: number): string;
  /** Ten seconds in which they fill, as a GIF. */
  loop(): Promise<Blob>;
  dispose(): void;
}

/** A loop fills for so many seconds, and stands at its end for the rest of ten. */
const FILL = 8.5;
const STAND = 1.5;

/**
 * @param host where it is laid out, out of sight, until it is disposed of
 * @param pointAfter how far each is right after so many epochs, in words
 * @param settings what was raced, in words
 */
export function createHorizonPicture(
  host: Element,
  question: string,
  shown: HorizonsShown,
  pointAfter: (epochs: number) => string,
  settings: string
): HorizonPicture {
  const plot = createHorizonPlot(() => undefined);
  const point = html('p', { class: 'play-score' });
  const page = html(
    'div',
    { class: 'play-picture' },
    html('h1', {}, question),
    point,
    plot.element,
    html('small', {}, `${settings} · gatescope`)
  );
  host.append(page);
  const learned = shown.rows[0].length;
  const after = (epochs: number): string => {
    const rows = shown.rows.map(each => each.slice(0, epochs));
    point.textContent = pointAfter(epochs);
    plot.draw({ ...shown, rows, at: null }, plot.element.clientWidth, 240);
    return pictureToSvg(page);
  };
  return {
    after,
    async loop() {
      const frames: ImageData[] = [];
      for (let epochs = 0; epochs <= learned; epochs++) {
        frames.push(await pixelsOf(after(epochs)));
      }
      const [{ width, height }] = frames;
      // Loaded once a loop is taken along.
      const { encode } = await import('modern-gif');
      const bytes = await encode({
        width,
        height,
        frames: frames.map(({ data }, at) => ({
          data,
          delay: 1000 * (at === learned ? STAND : FILL / learned)
        }))
      });
      return new Blob([bytes], { type: 'image/gif' });
    },
    dispose() {
      plot.dispose();
      page.remove();
    }
  };
}

async function pixelsOf(svg: string): Promise<ImageData> {
  const image = new Image();
  image.src = `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;
  await image.decode();
  const { width, height } = image;
  const context = html('canvas', { width, height }).getContext('2d')!;
  context.drawImage(image, 0, 0);
  return context.getImageData(0, 0, width, height);
}
