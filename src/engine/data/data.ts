import { weather } from './weather';

/** The data sets that ship with the install: `await data.weather()`. */
export const data = { weather } as const;
