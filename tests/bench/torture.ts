// send.duplicates, send.lost, send.unknown_after_status: the whole torture, 20 kills among 10,000 people,
// by a fast number, so that kills meet as many messages under way as there can be. Kills alone are measured:
// what Meta's own faults add is the business of `npm run torture`.
import { torture } from '../torture/torture.ts'
import type { Report } from './rig/rig.ts'

const PEOPLE = 10_000
const KILLS = 20

export async function measure(report: Report) {
  const verdict = await torture({
    people: PEOPLE,
    kills: KILLS,
    seed: 1,
    perSecond: 1000,
    isClear: true,
  })
  const { violations, duplicates, lost, unknownBefore, unknownPostedAfter } = verdict
  report('send.duplicates', duplicates, 'messages')
  report('send.lost', lost, 'people')
  report('send.unknown_per_kill', unknownBefore / KILLS, 'people')
  report('send.unknown_after_status', unknownPostedAfter, 'people')
  if (violations.length === 0) return
  throw new Error(violations.map(({ rule, message }) => `${rule}: ${message}`).join('\n'))
}
