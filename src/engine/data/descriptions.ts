// Written by scripts/generate-data-descriptions.mjs from the pages in gatescope/data.
import type { DataDescription } from './dataDescription';

/** What each data set that ships is, where it comes from and how it may be used. */
export const descriptions = {
  births: {
    title: 'Births a day in the United States, 2000–2014',
    one: 'row',
    is: 'a day',
    size: '5,479 days without gaps',
    period: '2000-01-01 to 2014-12-31',
    units: 'births',
    source: {
      name: 'Social Security Administration, published by FiveThirtyEight',
      address: 'https://github.com/fivethirtyeight/data/tree/master/births'
    },
    licence: {
      name: 'CC0 1.0',
      address: 'https://creativecommons.org/publicdomain/zero/1.0/'
    }
  },
  co2: {
    title: 'Carbon dioxide in the air above Mauna Loa',
    one: 'row',
    is: 'a month',
    size: '672 months without gaps',
    period: '1964-05-01 to 2020-04-01',
    units: 'ppm',
    source: {
      name: 'C. D. Keeling and others, Scripps CO2 Program, Scripps Institution of Oceanography',
      address:
        'https://scrippsco2.ucsd.edu/data/atmospheric_co2/primary_mlo_co2_record'
    },
    licence: {
      name: 'CC BY 4.0',
      address: 'https://creativecommons.org/licenses/by/4.0/'
    }
  },
  digits: {
    title: 'Handwritten digits',
    one: 'sequence',
    is: 'a picture of 8 by 8 pixels, a row of it a step',
    size: '1,797 digits by 13 people',
    units: 'ink of a pixel, 0 to 1',
    source: {
      name: 'E. Alpaydin and C. Kaynak (1998): Optical Recognition of Handwritten Digits, UCI Machine Learning Repository',
      address: 'https://doi.org/10.24432/C50P49'
    },
    licence: {
      name: 'CC BY 4.0',
      address: 'https://creativecommons.org/licenses/by/4.0/'
    }
  },
  euro: {
    title: 'What a euro cost, 2010–2025',
    one: 'row',
    is: 'a trading day',
    size: '4,097 trading days',
    period: '2010-01-04 to 2025-12-31',
    units: 'US dollars',
    source: {
      name: 'European Central Bank, euro foreign exchange reference rates',
      address:
        'https://www.ecb.europa.eu/stats/policy_and_exchange_rates/euro_reference_exchange_rates/html/index.en.html'
    },
    licence: {
      name: 'free reuse with the source named',
      address:
        'https://www.ecb.europa.eu/services/using-our-site/disclaimer/html/index.en.html'
    }
  },
  movements: {
    title: 'Seven exercises, felt by a watch',
    one: 'sequence',
    is: 'a recording of 160 steps, 6 numbers each, a step every 0.1 s',
    size: '140 recordings of 10 people',
    units: 'acceleration and speed of turning in the units of the collectors',
    source: {
      name: 'D. Burns and others (2018): Shoulder Physiotherapy Exercise Recognition, from the Python package seglearn',
      address: 'https://github.com/dmbee/seglearn'
    },
    licence: {
      name: 'BSD-3-Clause',
      address: 'https://opensource.org/license/bsd-3-clause'
    }
  },
  names: {
    title: 'English first names',
    one: 'row',
    is: 'a name in small letters',
    size: '8,422 names, each once',
    source: {
      name: 'Grady Ward (2002): Moby Word II',
      address: 'https://www.gutenberg.org/files/3201/3201.txt'
    },
    licence: {
      name: 'public domain',
      address: 'https://creativecommons.org/publicdomain/zero/1.0/'
    }
  },
  numbers: {
    title: 'Numbers in words, in English, German and French',
    one: 'row',
    is: 'a number, and how three languages say it',
    size: '2,000 numbers',
    source: {
      name: 'Wael Tellat: the npm package n2words',
      address: 'https://github.com/forzagreen/n2words'
    },
    licence: { name: 'MIT', address: 'https://opensource.org/license/mit' }
  },
  pronunciations: {
    title: 'How English words are said',
    one: 'row',
    is: 'a word of three to eight letters and its sounds',
    size: '5,000 words',
    source: {
      name: 'The Carnegie Mellon Pronouncing Dictionary',
      address: 'http://www.speech.cs.cmu.edu/cgi-bin/cmudict'
    },
    licence: {
      name: 'BSD-2-Clause',
      address: 'https://opensource.org/license/bsd-2-clause'
    }
  },
  sensors: {
    title: 'Four sensors of a wireless network, with labeled events',
    one: 'row',
    is: 'a reading, one every five seconds',
    size: '18,914 readings of four sensors',
    period: 'some six hours of 2010-05-09',
    units: '°C, %',
    source: {
      name: 'S. Suthaharan and others (2010): Labelled Wireless Sensor Network Data Repository',
      address: 'http://www.uncg.edu/cmp/downloads/lwsndr.html'
    },
    licence: {
      name: 'CC BY 4.0',
      address: 'https://creativecommons.org/licenses/by/4.0/'
    }
  },
  sentiment: {
    title: 'Sentences from reviews, with the feeling in them',
    one: 'row',
    is: 'a sentence, praise or blame',
    size: '3,000 sentences',
    source: {
      name: 'D. Kotzias and others (2015): Sentiment Labelled Sentences, UCI Machine Learning Repository',
      address:
        'https://archive.ics.uci.edu/dataset/331/sentiment+labelled+sentences'
    },
    licence: {
      name: 'CC BY 4.0',
      address: 'https://creativecommons.org/licenses/by/4.0/'
    }
  },
  tagged: {
    title: 'Sentences in which names are marked',
    one: 'row',
    is: 'a sentence, a tag for each of its tokens',
    size: '434 sentences, 7,518 tokens',
    period: '1790 to 2021',
    source: {
      name: 'State of the Union addresses, two sentences of nearly each',
      address: 'https://github.com/stdlib-js/datasets-sotu'
    },
    licence: {
      name: 'public domain',
      address: 'https://www.usa.gov/government-works'
    }
  },
  vowels: {
    title: 'Nine speakers say two vowels',
    one: 'sequence',
    is: 'an utterance of 7 to 29 steps, 12 numbers each, a step every 6.4 ms',
    size: '640 utterances of nine men',
    units: 'LPC cepstrum, a pure number',
    source: {
      name: 'M. Kudo, J. Toyama and M. Shimbo (1999): Japanese Vowels, UCI Machine Learning Repository',
      address: 'https://doi.org/10.24432/C5NS47'
    },
    licence: {
      name: 'CC BY 4.0',
      address: 'https://creativecommons.org/licenses/by/4.0/'
    }
  },
  weather: {
    title: 'Daily weather in Seattle, 2012–2015',
    one: 'row',
    is: 'a day',
    size: '1,461 days without gaps',
    period: '2012-01-01 to 2015-12-31',
    units: '°C, mm, m/s',
    source: {
      name: 'NOAA National Climatic Data Center, measured at Seattle–Tacoma airport',
      address: 'https://www.ncdc.noaa.gov/cdo-web/datatools/records'
    },
    licence: {
      name: 'public domain',
      address: 'https://www.usa.gov/government-works'
    }
  }
} as const satisfies Readonly<Record<string, DataDescription>>;
