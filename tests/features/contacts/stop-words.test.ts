import { expect, it } from 'vitest'
import { asksToStop } from '../../../worker/features/contacts/stop-words'

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
])('takes "%s" for a request to stop', (text) => {
  expect(asksToStop(text)).toBe(true)
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
])('does not take "%s" for one', (text) => {
  expect(asksToStop(text)).toBe(false)
})
