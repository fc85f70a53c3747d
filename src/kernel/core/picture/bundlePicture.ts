import type { Bundle, Predictions } from '../../../trace';
import { networkInks } from './colours';
import { comparisonPicture } from './comparisonPicture';
import { gradientFlowPicture } from './gradientFlowPicture';
import { historyPicture } from './historyPicture';
import { mapPicture } from './mapPicture';
import { plot } from './plot';
import { searchPicture } from './searchPicture';
import { label, picture } from './svg';
import { tablePicture } from './tablePicture';
import { tracePicture } from './tracePicture';
import { weightsPicture } from './weightsPicture';

/** The saved picture of a bundle, for viewers without the extension: `image/svg+xml`. */
export function bundlePicture(bundle: Bundle): string {
  switch (bundle.kind) {
    case 'trace':
      return tracePicture(bundle);
    case 'history':
      return historyPicture(bundle);
    case 'gradientFlow':
      return gradientFlowPicture(bundle);
    case 'weights':
      return weightsPicture(bundle);
    case 'comparison':
      return comparisonPicture(bundle);
    case 'summary':
      return tablePicture({
        title: bundle.title ?? 'Model',
        headings: ['layer', 'type', 'output', 'parameters'],
        rows: bundle.layers.map(({ name, type, outputShape, parameters }) => [
          name,
          type,
          `[${outputShape.map(size => size ?? '?').join(', ')}]`,
          `${parameters.arithmetic} = ${parameters.count}`
        ]),
        notes: [`${bundle.total} parameters`, ...(bundle.notes ?? [])]
      });
    case 'attention': {
      const [decoding] = bundle.decodings;
      return mapPicture({
        title: bundle.title ?? `Attention (${bundle.score})`,
        values: decoding.weights,
        rows: decoding.target,
        columns: bundle.source,
        highest: 1
      });
    }
    case 'prediction':
      // The truth is not shown before the guess.
      return tablePicture({
        title: bundle.title ?? bundle.question,
        headings: [],
        rows: [],
        notes: [bundle.question]
      });
    case 'predictions':
      return predictionsPicture(bundle);
    case 'search':
      return searchPicture(bundle);
    case 'questions':
      // The answers are not shown before they are given.
      return tablePicture({
        title: bundle.title ?? 'Questions',
        headings: [],
        rows: [],
        notes: bundle.items.flatMap(({ question }) => question.split('\n'))
      });
    case 'check':
      return tablePicture({
        title:
          bundle.status === 'passed'
            ? 'Passed'
            : bundle.status === 'notYet'
              ? 'Not yet'
              : 'Did not run',
        headings: [],
        rows: [],
        notes: [bundle.message, ...bundle.details]
      });
  }
}

function predictionsPicture({ title, content }: Predictions): string {
  switch (content.form) {
    case 'forecast':
      return picture(
        { width: 700, height: 320, title: title ?? 'Forecast' },
        label(16, 22, title ?? 'Forecast', {
          'font-size': 15,
          'font-weight': 600
        }),
        plot(
          [
            {
              name: content.truth.name,
              values: content.truth.values.values,
              stroke: networkInks.lstm.stroke
            },
            ...content.forecasts.map(({ name, values }, index) => ({
              name,
              values: values.values,
              stroke: ['#1976d2', '#a85400', '#5b1f9e', '#067a68'][index % 4],
              dash: ['7 3', '2 2', '5 2 1 2', '1 3'][index % 4]
            }))
          ],
          {
            x: 70,
            y: 60,
            width: 460,
            height: 200,
            across: content.time.name,
            up: content.truth.unit ?? content.truth.name
          }
        )
      );
    case 'confusion':
      return mapPicture({
        title: title ?? 'Confusion: rows truth, columns answer',
        values: content.counts,
        rows: content.classes,
        columns: content.classes,
        highest: Array.from(content.counts.values).reduce(
          (high, value) => Math.max(high, value),
          1
        )
      });
    case 'text':
      return tablePicture({
        title: title ?? 'Text',
        headings: [],
        rows: [],
        notes: wrap(content.tokens, 96)
      });
  }
}

/** Words in lines of at most `width` characters. */
function wrap(tokens: readonly string[], width: number): string[] {
  const lines = [''];
  for (const token of tokens.flatMap(text => text.split(/(?<=\n)/))) {
    if (lines[lines.length - 1].length + token.length > width) {
      lines.push('');
    }
    lines[lines.length - 1] += token.replace(/\n/g, ' ');
    if (token.endsWith('\n')) {
      lines.push('');
    }
  }
  return lines.slice(0, 40);
}
