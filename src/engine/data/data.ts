import { family } from '../base/family';
import { births } from './births';
import { co2 } from './co2';
import { digits } from './digits';
import { euro } from './euro';
import { movements } from './movements';
import { names } from './names';
import { numbers } from './numbers';
import { pronunciations } from './pronunciations';
import { sensors } from './sensors';
import { sentiment } from './sentiment';
import { tagged } from './tagged';
import { vowels } from './vowels';
import { weather } from './weather';

/**
 * The data sets that ship with the install: `await data.weather()`. In a notebook `show(data)` lists
 * them with source and licence, and `show(await data.weather())` shows one.
 */
export const data = family('data', {
  births,
  co2,
  digits,
  euro,
  movements,
  names,
  numbers,
  pronunciations,
  sensors,
  sentiment,
  tagged,
  vowels,
  weather
} as const);

/** What `data` gives: the set of a name, or any. */
export type ShippedData<Name extends keyof typeof data = keyof typeof data> =
  Awaited<ReturnType<(typeof data)[Name]>>;
