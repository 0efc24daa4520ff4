// The worker's modules name each other without an ending, as bundlers have it; Node wants one.
import { registerHooks } from 'node:module'

registerHooks({
  resolve: (specifier, context, next) => {
    const isOurs = specifier.startsWith('.') && !/\.\w+$/.test(specifier)
    return next(isOurs ? `${specifier}.ts` : specifier, context)
  },
})
