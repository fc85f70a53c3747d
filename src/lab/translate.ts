import type { ITranslator } from '@jupyterlab/translation';
import type { Translate } from '../widgets/context';

/** The words of this extension in the language of the lab. */
export function toTranslate(translator: ITranslator): Translate {
  const bundle = translator.load('gatescope');
  return (text, ...args) => bundle.__(text, ...args.map(String));
}
