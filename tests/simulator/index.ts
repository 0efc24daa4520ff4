import type { Env } from './env'

// biome-ignore lint/performance/noBarrelFile: the runtime looks for its classes in the entry
export { Mailbox } from './mailbox'
export { MetaState } from './state'

/** Everything is answered by the one object that holds Meta's state. */
export default {
  fetch: (request, env) => env.META.getByName('meta').fetch(request),
} satisfies ExportedHandler<Env>
