import { expect, it } from 'vitest'
import { makeContactList } from '../../support/contact-list'
import { Importer } from '../../support/lists'

it.each([1000, 10_000])(
  'finds in a list of %i rows exactly what is in it',
  async (rows) => {
    const { csv, truth } = makeContactList(rows)
    const importer = await Importer.signUp()

    const { counts, state } = await importer.import(csv)

    expect(state).toBe('done')
    expect(counts).toEqual({
      rows: truth.rows,
      created: truth.unique,
      updated: 0,
      unchanged: 0,
      duplicates: truth.duplicates,
      invalid: truth.invalid,
      blank: truth.blank,
      optedOut: 0,
    })
  },
  60_000,
)
