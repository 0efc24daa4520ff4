import { expect, it } from 'vitest'
import en from '../../../ui/messages/en.json'
import { roleMatrix } from '../../../worker/features/accounts/roles'

const keys = Object.keys(en)

it('every right of the server’s table has words, and no words are about a right that is none', () => {
  const rights = roleMatrix().rights.map(({ right }) => `right_${right.replace('.', '_')}`)
  const named = keys.filter((key) => key.startsWith('right_') && key !== 'right_owners')
  expect([...rights].sort()).toEqual([...named].sort())
})
