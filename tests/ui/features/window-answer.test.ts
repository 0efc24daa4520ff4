import { describe, expect, it } from 'vitest'
import {
  isFromMeta,
  NOTHING_HEARD,
  outcomeOf,
  readSessionMessage,
} from '../../../ui/features/meta/signup/window-answer'

const META = ['https://www.facebook.com', 'https://web.facebook.com']

/** As Meta sends it. */
const said = (event: string, data: object) =>
  readSessionMessage(JSON.stringify({ data, type: 'WA_EMBEDDED_SIGNUP', event }))
const finish = said('FINISH', {
  phone_number_id: '900100200300502',
  waba_id: '900100200300401',
  business_id: '300400500600701',
})
const all = { wabaId: '900100200300401', phoneNumberId: '900100200300502' }

it('only exactly Meta’s origins are heard', () => {
  for (const origin of META) expect(isFromMeta(origin, META)).toBe(true)
  for (const origin of [
    'https://evilfacebook.com',
    'https://www.facebook.com.evil.example',
    'https://facebook.com',
    'https://l.facebook.com',
    'http://www.facebook.com',
    'https://www.facebook.com:8443',
    'null',
    '',
  ]) {
    expect(isFromMeta(origin, META), origin).toBe(false)
  }
})

describe('what windows tell each other is no answer', () => {
  it.each([
    ['nothing', undefined],
    ['text', 'hello'],
    ['broken JSON', '{"type":"WA_EMBEDDED_SIGNUP"'],
    ['another type', JSON.stringify({ type: 'other', event: 'FINISH' })],
    ['no event', { type: 'WA_EMBEDDED_SIGNUP' }],
    ['a number for an id', { type: 'WA_EMBEDDED_SIGNUP', event: 'FINISH', data: { waba_id: 1 } }],
  ])('%s', (_what, data) => {
    expect(readSessionMessage(data)).toBeNull()
  })
})

describe('code and ids come apart, in any order', () => {
  it('one of them alone is waited on', () => {
    expect(outcomeOf(NOTHING_HEARD)).toBeNull()
    expect(outcomeOf({ ...NOTHING_HEARD, session: finish })).toBeNull()
    expect(outcomeOf({ ...NOTHING_HEARD, code: 'AQ' })).toBeNull()
  })

  it('both are an answer', () => {
    expect(outcomeOf({ ...NOTHING_HEARD, session: finish, code: 'AQ' })).toEqual({
      kind: 'finished',
      code: 'AQ',
      ...all,
    })
  })

  it('a code whose ids never come is an answer too: the server finds them', () => {
    expect(outcomeOf({ ...NOTHING_HEARD, code: 'AQ', isQuiet: true })).toEqual({
      kind: 'finished',
      code: 'AQ',
    })
  })

  it('ids whose code never comes are none', () => {
    const heard = { ...NOTHING_HEARD, session: finish, isClosed: true }
    expect(outcomeOf(heard)).toBeNull()
    expect(outcomeOf({ ...heard, isQuiet: true })).toEqual({ kind: 'closed' })
  })

  it('finishing without a number, or beside the phone app, counts', () => {
    const only = said('FINISH_ONLY_WABA', { waba_id: all.wabaId })
    expect(outcomeOf({ ...NOTHING_HEARD, session: only, code: 'AQ' })).toEqual({
      kind: 'finished',
      code: 'AQ',
      wabaId: all.wabaId,
    })
    const shared = said('FINISH_WHATSAPP_BUSINESS_APP_ONBOARDING', { waba_id: all.wabaId })
    expect(outcomeOf({ ...NOTHING_HEARD, session: shared, code: 'AQ' })?.kind).toBe('finished')
  })
})

it('leaving half-way and an error of Meta’s are told apart', () => {
  const cancelled = said('CANCEL', { current_step: 'PHONE_NUMBER_SETUP' })
  expect(outcomeOf({ ...NOTHING_HEARD, session: cancelled })).toEqual({ kind: 'cancelled' })
  const failed = said('CANCEL', { error_message: 'No such name', error_id: '524000' })
  expect(outcomeOf({ ...NOTHING_HEARD, session: failed })).toEqual({
    kind: 'error',
    words: 'No such name',
  })
})
