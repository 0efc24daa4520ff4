import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { ensureDevVars, parseVars } from '../../scripts/secrets.mjs'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'secrets-'))
  writeFileSync(
    join(root, '.dev.vars.example'),
    'OLD=<20 random characters>\nNEW=<32 random bytes>\nKEK_1=<32 random bytes>\n',
  )
})
afterEach(() => rmSync(root, { recursive: true }))

const vars = () =>
  parseVars(readFileSync(join(root, '.dev.vars'), 'utf8')) as Record<string, string>

it('makes the local secrets once', () => {
  expect(ensureDevVars(root)).toBe(true)
  const made = vars()
  expect(Object.keys(made)).toEqual(['OLD', 'NEW', 'KEK_1'])
  expect(ensureDevVars(root)).toBe(false)
  expect(vars()).toEqual(made)
})

it('adds what a newer version wants and leaves the others as they are', () => {
  writeFileSync(join(root, '.dev.vars'), 'OLD=mine\nKEK_2=replaced')
  expect(ensureDevVars(root)).toBe(true)
  expect(vars()).toMatchObject({ OLD: 'mine', KEK_2: 'replaced' })
  expect(vars().NEW).toMatch(/^[A-Za-z0-9+/]{43}=$/)
  // A key-encryption key was replaced by another one: the first must not come back.
  expect(vars().KEK_1).toBeUndefined()
})
