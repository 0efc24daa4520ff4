import { defineConfig } from 'drizzle-kit'

// `SCHEMA=directory|data npx drizzle-kit generate --config migrations/drizzle.config.ts` writes the
// next migration. WITHOUT ROWID is then added by hand, and rebuilds of tables are written by hand.
const isDirectory = process.env.SCHEMA === 'directory'

export default defineConfig({
  dialect: 'sqlite',
  schema: isDirectory
    ? ['worker/features/*/directory-tables.ts']
    : ['worker/features/*/!(directory-|owned-)*tables.ts', 'worker/boundary/db/tables.ts'],
  out: `migrations/${isDirectory ? 'directory' : 'data'}`,
})
