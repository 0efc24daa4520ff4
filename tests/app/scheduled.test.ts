import { expect, it } from 'vitest'
import { choresAt } from '../../worker/app/scheduled'

/** The chores that cron asks for at a time of day. */
const chores = (time: string) => choresAt(Date.parse(`2026-11-20T${time}:07Z`))

it('sweeps every minute', () => {
  expect(chores('09:41')).toEqual([
    { type: 'broadcasts.sweep' },
    { type: 'contacts.sweep' },
    { type: 'inbox.sweep' },
  ])
})

it('moves keys along every ten minutes', () => {
  expect(chores('09:50')).toContainEqual({ type: 'keys.sweep' })
  expect(chores('09:55')).not.toContainEqual({ type: 'keys.sweep' })
})

it('asks Meta about access that is being given back once an hour', () => {
  expect(chores('10:00')).toContainEqual({ type: 'connections.sweep' })
})

it('has connections looked at that are due once an hour', () => {
  expect(chores('10:00')).toContainEqual({ type: 'connections.health' })
})

it('erases webhook bodies that nobody waits for once an hour', () => {
  expect(chores('10:00')).toContainEqual({ type: 'webhooks.sweep' })
})

it('syncs all templates once an hour', () => {
  expect(chores('10:00')).toContainEqual({ type: 'templates.sweep' })
  expect(chores('10:01')).not.toContainEqual({ type: 'templates.sweep' })
})

it('purges what has expired once an hour', () => {
  expect(chores('10:00')).toContainEqual({ type: 'accounts.purge' })
})

it('goes on with deletions every ten minutes, and erases what is past its time once a day', () => {
  expect(chores('09:50')).toContainEqual({ type: 'deletions.sweep' })
  expect(chores('00:00')).toContainEqual({ type: 'retention.sweep' })
  expect(chores('12:00')).not.toContainEqual({ type: 'retention.sweep' })
})
