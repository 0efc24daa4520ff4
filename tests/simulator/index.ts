import type { Env } from './env'

// The runtime looks for its classes in the entry.
// biome-ignore lint/performance/noBarrelFile: see above
export { Mailbox } from './mailbox'
export { MetaState } from './state'

/** Everything is answered by the one object that holds Meta's state. */
export default {
  fetch: (request, env) => env.META.getByName('meta').fetch(request),
} satisfies ExportedHandler<Env>
