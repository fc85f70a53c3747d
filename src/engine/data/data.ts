import { births } from './births';
import { co2 } from './co2';
import { sentiment } from './sentiment';
import { weather } from './weather';

/** The data sets that ship with the install: `await data.weather()`. */
export const data = { births, co2, sentiment, weather } as const;
