import { randomBytes } from 'node:crypto'
import { openBrowser, openSimulator, signUp } from '../../scripts/api.mjs'
import { bundleWorkers, ROOT } from '../../scripts/build.mjs'
import { startRuntime } from '../../scripts/runtime.mjs'
import { exampleOf, filledExample, parseVars } from '../../scripts/secrets.mjs'

export type Browser = ReturnType<typeof openBrowser>
export type Simulator = ReturnType<typeof openSimulator>
/** `without` leaves a secret out. */
type Options = { without?: string }
export type World = Awaited<ReturnType<typeof openWorld>>
export type Business = {
  businessId: string
  wabaId: string
  accessToken: string
  systemUserId: string
  numbers: { id: string; displayPhoneNumber: string }[]
}

/** The whole product in memory, with secrets of its own: both workers and the simulated Meta. */
export async function openWorld(options: Options = {}) {
  await bundleWorkers()
  const vars: Record<string, string> = parseVars(filledExample(exampleOf(ROOT)))
  if (options.without) delete vars[options.without]
  const logs: string[] = []
  const called = new Set<string>()
  const runtime = await startRuntime({
    vars,
    onLog: ({ message }: { message: string }) => logs.push(message),
    onOutbound: ({ origin }: URL) => called.add(origin),
  })
  const simulator: Simulator = openSimulator(runtime.simulatorUrl ?? '')
  return {
    ...runtime,
    /** Meta, which is simulated here, is all that the workers may have called. */
    stop: async () => {
      await runtime.stop()
      const known = new URL(runtime.simulatorUrl ?? '').port
      const others = [...called].filter((origin) => new URL(origin).port !== known)
      if (others.length > 0) throw new Error(`hosts nobody has classified: ${others.join(', ')}`)
    },
    simulator,
    vars,
    /** What the workers logged, for tests that look for personal data in it. */
    logs,
    /** A business at Meta, with everything random, so that each test has its own. */
    newBusiness: (wishes: object = {}): Promise<Business> => simulator.post('/businesses', wishes),
    /** A browser in which the owner of a new account is signed in. */
    signUp: async (person: object = {}): Promise<Browser> => {
      const browser = openBrowser(runtime.url)
      await signUp(browser, simulator, { ...newPerson(), ...person })
      return browser
    },
    /** A browser in which nobody is signed in. */
    browser: (): Browser => openBrowser(runtime.url),
  }
}

/** Somebody who signs up; nobody else has this address. */
export function newPerson() {
  const name = randomBytes(6).toString('hex')
  return {
    name: 'Dana Peretz',
    email: `dana.${name}@shop.example`,
    phone: '+972 54-555-0100',
    businessName: `Shop ${name}`,
    language: 'en',
    timeZone: 'Asia/Jerusalem',
    country: 'IL',
  }
}
