// What people who are made up wrote, and what was answered: to look around in the inbox with.

import type { PhoneThread } from '../../boundary/graph/coexistence'
import type { Language } from '../../contract/common'
import { HOUR_MS, MINUTE_MS, SECOND_MS } from '../../lib/time'

/** Where no number is connected yet, they wrote to none that there is. */
export const SAMPLE_NUMBER = 'sample'

type Line = readonly [side: 'in' | 'out', text: string]
/** By the place of the person among the samples. */
type Talk = { at: number; hoursAgo: number; lines: Record<Language, readonly Line[]> }

const TALKS: readonly Talk[] = [
  {
    at: 0,
    hoursAgo: 1,
    lines: {
      en: [
        ['in', 'Hello, is the blue bouquet still available for Friday?'],
        ['out', 'Yes, it is. Delivery or pick-up?'],
        ['in', 'Delivery, please, around noon.'],
      ],
      he: [
        ['in', 'שלום, הזר הכחול עדיין זמין ליום שישי?'],
        ['out', 'כן, הוא זמין. משלוח או איסוף עצמי?'],
        ['in', 'משלוח בבקשה, בסביבות הצהריים.'],
      ],
    },
  },
  {
    at: 1,
    hoursAgo: 26,
    lines: {
      en: [
        ['in', 'What are your opening hours?'],
        ['out', 'Sunday to Thursday from 9:00 to 18:00, Friday until 14:00.'],
      ],
      he: [
        ['in', 'מה שעות הפתיחה שלכם?'],
        ['out', 'בימים א׳–ה׳ מ־9:00 עד 18:00, ביום ו׳ עד 14:00.'],
      ],
    },
  },
  {
    at: 5,
    hoursAgo: 200,
    lines: {
      en: [
        ['in', 'Thank you, the flowers arrived and they are lovely.'],
        ['out', 'Wonderful to hear. See you next time.'],
      ],
      he: [
        ['in', 'תודה, הפרחים הגיעו והם מקסימים.'],
        ['out', 'נהדר לשמוע. להתראות בפעם הבאה.'],
      ],
    },
  },
]

type Known = { id: string; phone: string }

/** As the history of a phone would tell it; `people` are the samples, null where one is missing. */
export const sampleThreads = (
  people: readonly (Known | null)[],
  language: Language,
  now: number,
): PhoneThread[] =>
  TALKS.flatMap(({ at, hoursAgo, lines }) => {
    const known = people[at]
    if (!known) return []
    const person = known.phone.slice(1)
    const begin = now - hoursAgo * HOUR_MS
    const messages = lines[language].map(([side, body], line) => ({
      // The same line has the same id in each account and at each time: added twice, it is there once.
      id: `sample.${known.id}.${line}`,
      type: 'text',
      timestamp: Math.floor((begin + line * MINUTE_MS) / SECOND_MS),
      from: side === 'in' ? person : SAMPLE_NUMBER,
      text: { body },
    }))
    return [{ person, messages }]
  })
