import { births } from './births';
import { co2 } from './co2';
import { names } from './names';
import { sensors } from './sensors';
import { sentiment } from './sentiment';
import { weather } from './weather';

/** The data sets that ship with the install: `await data.weather()`. */
export const data = {
  births,
  co2,
  names,
  sensors,
  sentiment,
  weather
} as const;
