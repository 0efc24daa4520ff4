import { expect, it } from 'vitest'
import { WORD_LANGUAGES } from '../../../worker/contract/consent'
import { answerLanguage, answerText } from '../../../worker/features/contacts/consent-answers'
import { readStart, readStop } from '../../../worker/features/contacts/stop-words'
import { WORD_LISTS } from '../../../worker/features/contacts/word-lists'

it.each([
  'הסר',
  'הסר!',
  ' הסר אותי ',
  'להסיר',
  'תסירו אותי מהרשימה בבקשה',
  'תפסיקו לשלוח לי הודעות',
  'STOP',
  'Stop.',
  'please stop',
  'I don’t want this, remove me, it’s spam',
  'unsubscribe',
  'стоп',
  'отпишите меня пожалуйста',
  'توقف',
  'إلغاء الاشتراك',
  'הסרה 🙏',
  'Baja',
  'cancelar suscripción',
  'SAIR',
  'Arrêt',
  'ARRET',
  'désabonner!',
  'Abmelden',
  'disiscrivimi',
])('takes "%s" for a request to stop', (text) => {
  expect(readStop(text)).not.toBeNull()
})

it.each([
  '',
  "don't stop",
  'please do not stop sending me these',
  'למה הסרתם אותי?',
  'אל תסירו אותי',
  'I will stop by tomorrow',
  'the sign said "please stop" and I laughed',
  'הסירו את המחיר מהקטלוג',
  'stop sign red or blue?',
  'תודה',
  'la última parada antes de la baja temporada',
  'je veux arrêter de chercher',
])('does not take "%s" for one', (text) => {
  expect(readStop(text)).toBeNull()
})

it.each(WORD_LANGUAGES)('answers in %s with words that are understood', (language) => {
  for (const kind of ['stop', 'start'] as const) {
    const read = kind === 'stop' ? readStart : readStop
    // The word to write stands last, in capitals or in quotes.
    const words = answerText(kind, language, 'Levi').match(/[\p{L}-]+/gu) ?? []
    const named = words.filter((word) => read(word) !== null)
    expect(named.length, answerText(kind, language, 'Levi')).toBeGreaterThan(0)
  }
})

it('has no word that stops and brings back', () => {
  for (const { kept, more, start } of Object.values(WORD_LISTS)) {
    expect([...kept, ...more].filter((word) => readStart(word))).toEqual([])
    expect(start.filter((word) => readStop(word))).toEqual([])
  }
})

it('takes words of the account’s own, and leaves out what it left out, but no word that law counts on', () => {
  const words = { own: ['Nicht mehr!'], leftOut: ['די', 'stop', 'STOP'] }
  expect(readStop('nicht mehr', words)).toEqual({ language: null })
  expect(readStop('די', words)).toBeNull()
  expect(readStop('stop', words)).toEqual({ language: 'en' })
  expect(readStop('nicht mehr')).toBeNull()
})

it.each([
  [{ language: 'fr', country: 'IL' }, 'en', 'fr'],
  [{ language: null, country: 'IL' }, 'ru', 'ru'],
  [{ language: null, country: 'IL' }, 'en', 'he'],
  [{ language: null, country: 'MX' }, null, 'es'],
  [{ language: 'th', country: null }, null, 'en'],
] as const)('answers %o, who wrote in %s, in %s', (person, written, language) => {
  expect(answerLanguage(person, written)).toBe(language)
})
