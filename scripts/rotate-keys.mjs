// `npm run rotate-keys`: another key-encryption key beside the present one. It takes over by itself; the
// old one may go when nothing is left under it (docs/deploy.md).
//   npm run rotate-keys                       makes KEK_<next> here, or with --remote in Cloudflare
//   npm run rotate-keys -- --status           what each key still wraps
//   npm run rotate-keys -- --remove 1         removes KEK_1, unless something still needs it
// Away from this machine, --status and --remove ask the desk: --url https://…, ACCESS_TOKEN in the environment.
import { readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { ROOT, WORKERS } from './build.mjs'
import { recordedProcesses } from './processes.mjs'
import { ExpectedError, main, option } from './report.mjs'
import { newKek, withoutVar, withVar } from './secrets.mjs'

const VARS = join(ROOT, '.dev.vars')
const HOME = resolve(String(option('state') ?? join(ROOT, '.wrangler')))
const isRemote = option('remote') === true

await main(async () => {
  const removed = option('remove')
  if (option('status')) return say(await readStatus())
  if (removed !== undefined) return removeKek(String(removed).replace(/^KEK_/, ''))
  return isRemote ? addRemote() : addLocal()
})

function addLocal() {
  const text = readFileSync(VARS, 'utf8')
  const { name, value } = newKek(text)
  writeFileSync(VARS, withVar(text, name, value))
  console.log(
    `Added ${name} to .dev.vars. Start ProConnect again: within ten minutes it wraps every key with it.`,
  )
}

/** The app first: until both know it, only keys of accounts made in these seconds wait for the consumer. */
async function addRemote() {
  const { readSecretNames, putSecret } = await import('./cloud.mjs')
  const names = await readSecretNames()
  const { name, value } = newKek(names.map((known) => `${known}=`).join('\n'))
  for (const key of ['app', 'consumer']) await putSecret(WORKERS[key].name, name, value)
  console.log(
    `Added ${name} to both workers. Keep it safe. Within ten minutes it wraps every key; then remove the old one.`,
  )
}

async function removeKek(id) {
  const status = await readStatus()
  const kek = status.keks.find((one) => one.id === id)
  if (!kek?.mayBeRemoved) {
    say(status)
    throw new ExpectedError(`KEK_${id} was not removed: ${reasonFor(kek, status)}.`)
  }
  if (!isRemote) {
    writeFileSync(VARS, withoutVar(readFileSync(VARS, 'utf8'), `KEK_${id}`))
    console.log(`Removed KEK_${id} from .dev.vars. It is gone with the next start.`)
    return
  }
  const { deleteSecret } = await import('./cloud.mjs')
  for (const key of ['app', 'consumer']) await deleteSecret(WORKERS[key].name, `KEK_${id}`)
  console.log(`Removed KEK_${id} from both workers.`)
}

function reasonFor(kek, { current, takenAlong }) {
  if (!kek) return 'there is no such key'
  if (kek.id === current) return 'it wraps new keys; make another one first'
  if (kek.keys + kek.bodies > 0) return `${kek.keys + kek.bodies} are left under it`
  return takenAlong > 0 ? 'a deletion still holds a token for Meta' : 'it is not configured'
}

function say({ current, keks, rotations }) {
  for (const { id, keys, bodies, mayBeRemoved } of keks) {
    const word = id === current ? 'wraps new ones' : mayBeRemoved ? 'may be removed' : 'must stay'
    console.log(`KEK_${id}: ${keys} data keys, ${bodies} other texts; ${word}`)
  }
  if (rotations.length > 0) console.log(`${rotations.length} data keys are being replaced.`)
}

/** As the operator's desk shows it. */
async function readStatus() {
  const { url, token } = await deskAccess()
  const answer = await fetch(new URL('/operator/keys.json', url), {
    headers: { 'Cf-Access-Jwt-Assertion': token },
  })
  if (!answer.ok) throw new ExpectedError(`The desk answered ${answer.status}: is the token good?`)
  return answer.json()
}

async function deskAccess() {
  const url = option('url')
  if (url !== undefined) {
    const token = process.env.ACCESS_TOKEN
    if (token) return { url, token }
    throw new ExpectedError('Set ACCESS_TOKEN, from: cloudflared access token -app=<url>/operator')
  }
  const running = recordedProcesses(join(HOME, 'running.json'))
  if (!running?.isRunning) {
    throw new ExpectedError('ProConnect does not run here. Start it first, or say --url.')
  }
  const answer = await fetch(new URL('/admin/api/operator-token', running.simulatorUrl), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: '{}',
  })
  return { url: running.url, token: (await answer.json()).token }
}
