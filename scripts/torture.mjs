// `npm run torture -- --people N --kills N --seed S --rate 80|1000 --runs N`: a broadcast through
// `npm start`, killed and started again, judged by a checker of its own. `--clear` leaves Meta's faults out;
// `--patient` waits the sweep's minutes after each kill instead of moving the stored times.
import { parseArgs } from 'node:util'
import { preflight } from './preflight.mjs'
import { main } from './report.mjs'

await main(async () => {
  if (!(await preflight(console.error))) return
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '10000' },
      kills: { type: 'string', default: '20' },
      seed: { type: 'string', default: String(Date.now() % 1_000_000) },
      rate: { type: 'string', default: '1000' },
      runs: { type: 'string', default: '1' },
      clear: { type: 'boolean', default: false },
      patient: { type: 'boolean', default: false },
    },
  })
  const { torture } = await import('../tests/torture/torture.ts')
  for (let run = 0; run < Number(values.runs); run++) {
    const wish = {
      people: Number(values.people),
      kills: Number(values.kills),
      seed: Number(values.seed) + run,
      perSecond: Number(values.rate) > 80 ? 1000 : 80,
      isClear: values.clear,
      isPatient: values.patient,
    }
    console.log(`\n${commandOf(wish)}`)
    report(wish, await torture({ ...wish, say: (text) => console.log(`  ${text}`) }))
  }
})

/** The same kills and faults once more; what they hit depends on the machine, too. */
function commandOf({ people, kills, seed, perSecond, isClear, isPatient }) {
  const options = `--people ${people} --kills ${kills} --seed ${seed} --rate ${perSecond}`
  return `npm run torture -- ${options}${isClear ? ' --clear' : ''}${isPatient ? ' --patient' : ''}`
}

function report(wish, { violations, ...figures }) {
  console.log(
    `${figures.kills} kills (${figures.killsAfterTheEnd} after the end), ${figures.accepted} accepted, ` +
      `${figures.duplicates} duplicates, ${figures.lost} lost, ${figures.resumes} resumes, ${figures.seconds} s`,
  )
  console.log(
    `not confirmed: ${figures.unknownBefore} before all statuses (${figures.unknownPostedBefore} of them accepted), ` +
      `${figures.unknownAfter} after (${figures.unknownPostedAfter} accepted)`,
  )
  if (violations.length === 0) return
  process.exitCode = 1
  for (const { rule, message } of violations) console.log(`✗ ${rule}: ${message}`)
  console.log(`Again: ${commandOf(wish)}`)
}
