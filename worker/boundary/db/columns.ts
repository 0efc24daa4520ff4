import { integer, text } from 'drizzle-orm/sqlite-core'

/** Milliseconds since 1970. */
export const time = (name: string) => integer(name, { mode: 'number' })

export const count = (name: string) => integer(name, { mode: 'number' }).notNull().default(0)

export const json = <T>(name: string) => text(name, { mode: 'json' }).$type<T>()

/** First in the primary key of every DATA table. */
export const accountId = () => text('account_id').notNull()
