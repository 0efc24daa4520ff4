import type { Context } from 'hono'
import type { SharedEnv } from '../boundary/deps'
import type { AppContext } from '../boundary/http/context'

/** What the app worker binds: what both workers bind, and the built pages. */
export type AppEnv = SharedEnv & { ASSETS: { fetch(request: Request): Promise<Response> } }

// Hono knows bindings as a bare object; the worker's configuration binds what AppEnv names.
export const bindingsOf = (c: Context<AppContext>) => c.env as AppEnv
