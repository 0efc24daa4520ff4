// The worker's modules name each other without an ending, as bundlers have it; Node wants one.
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { ROOT } from '../../../scripts/build.mjs'

const WORKER = pathToFileURL(join(ROOT, 'worker')).href

registerHooks({
  resolve: (specifier, context, next) => {
    const isBare = specifier.startsWith('.') && !/\.\w+$/.test(specifier)
    const isOurs = isBare && context.parentURL?.startsWith(WORKER)
    return next(isOurs ? `${specifier}.ts` : specifier, context)
  },
})
