// A start that was killed may be started again at once or after an hour. The sweep waits minutes before it
// takes a row for stranded or a message for lost, and twenty kills would take hours. So between two lives
// every time that the product has stored is moved back: to the product, minutes passed while nothing ran.
import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'

/** Smaller numbers in such columns are counts, and no times in ms. */
const FIRST_TIME = 1e12

/** Moves the times in all databases below a folder; nothing may have them open. */
export function letTimePass(folder: string, ms: number): void {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  for (const file of files) {
    if (!file.endsWith('.sqlite') || file.endsWith('metadata.sqlite')) continue
    const database = new DatabaseSync(join(folder, file))
    try {
      moveTimes(database, ms)
    } finally {
      database.close()
    }
  }
}

function moveTimes(database: DatabaseSync, ms: number): void {
  const columns = database
    .prepare(
      `SELECT t.name AS inTable, c.name AS name
       FROM sqlite_schema AS t, pragma_table_info(t.name) AS c
       WHERE t.type = 'table' AND c.pk = 0 AND lower(c.type) = 'integer'
         AND (c.name GLOB '*_at' OR c.name GLOB '*_until' OR c.name GLOB '*_before')`,
    )
    .all()
  database.exec('BEGIN')
  for (const { inTable, name } of columns) {
    const update = `UPDATE "${inTable}" SET "${name}" = "${name}" - ? WHERE "${name}" > ?`
    database.prepare(update).run(ms, FIRST_TIME)
  }
  database.exec('COMMIT')
}
