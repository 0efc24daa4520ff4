/**
 * What wrangler.toml puts in the place of zod: hono-openapi can describe the schemas of several libraries
 * and would bring 400 kB along for them, but ours are valibot's.
 */
export {}
