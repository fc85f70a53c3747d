import type { ITranslator } from '@jupyterlab/translation';
import type { Translate } from '../scene/words/translate';

/** The words of this extension in the language of the lab. */
export function toTranslate(translator: ITranslator): Translate {
  const trans = translator.load('gatescope');
  return (text, ...args) => trans.__(text, ...args.map(String));
}
