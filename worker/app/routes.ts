import { Hono } from 'hono'
import type { AppContext } from '../boundary/http/context'

/** Everything the UI and programs do, under `/api/v1`; one line per noun. */
export const apiRoutes = new Hono<AppContext>()
