import { expect, it } from 'vitest'
import { newKek, parseVars, withoutVar, withVar } from '../../scripts/secrets.mjs'

it('a key-encryption key follows those there are, by number', () => {
  expect(newKek('').name).toBe('KEK_1')
  expect(newKek('KEK_1=a\nKEK_2=b\n').name).toBe('KEK_3')
  expect(newKek('KEK_9=a\nKEK_10=b\nKEK_1=c').name).toBe('KEK_11')
  const { value } = newKek('')
  expect(Buffer.from(value, 'base64')).toHaveLength(32)
  expect(newKek('').value).not.toBe(value)
})

it('a variable is added and removed without touching the others', () => {
  const text = '# What it is.\nLINK_SECRET=x\nKEK_1=one\nKEK_10=ten'
  const added = withVar(text, 'KEK_11', 'eleven=')
  expect(parseVars(added)).toEqual({
    LINK_SECRET: 'x',
    KEK_1: 'one',
    KEK_10: 'ten',
    KEK_11: 'eleven=',
  })
  expect(parseVars(withoutVar(added, 'KEK_1'))).toEqual({
    LINK_SECRET: 'x',
    KEK_10: 'ten',
    KEK_11: 'eleven=',
  })
  expect(withoutVar(added, 'KEK_1')).toContain('# What it is.')
})
