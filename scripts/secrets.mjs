// `.dev.vars`: the local secrets, made once from `.dev.vars.example`.
import { randomBytes, randomInt } from 'node:crypto'
import { appendFileSync, existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const RANDOM = /^<(\d+) random (digits|characters|bytes)>$/

/** Makes `.dev.vars` where there is none, and adds what a newer version wants; answers whether it did. */
export function ensureDevVars(root) {
  const path = join(root, '.dev.vars')
  if (existsSync(path)) return addMissing(root, path)
  // Only the owner may read it: it holds the keys to everything stored locally.
  writeFileSync(path, filledExample(exampleOf(root)), { mode: 0o600, flag: 'wx' })
  return true
}

function addMissing(root, path) {
  const known = readDevVars(root)
  const drawn = Object.entries(parseVars(filledExample(exampleOf(root))))
  const missing = drawn.filter(([name]) => !(name in known))
  // A key-encryption key may have been replaced by one of another name.
  const added = missing.filter(([name]) => !name.startsWith('KEK_'))
  if (added.length === 0) return false
  appendFileSync(path, `${added.map(([name, value]) => `\n${name}=${value}`).join('')}\n`)
  return true
}

export const exampleOf = (root) => readFileSync(join(root, '.dev.vars.example'), 'utf8')

export const readDevVars = (root) => parseVars(readFileSync(join(root, '.dev.vars'), 'utf8'))

/** The example with each `<… random …>` drawn anew. */
export function filledExample(example) {
  return example
    .split('\n')
    .map((line) => {
      const [, name, value] = /^(\w+)=(.*)$/.exec(line) ?? []
      return name === undefined ? line : `${name}=${drawn(value)}`
    })
    .join('\n')
}

/** `NAME=value` lines as an object; comments and blank lines are left out, quotes are taken off. */
export function parseVars(text) {
  const vars = {}
  for (const line of text.split(/\r?\n/)) {
    const [, name, value] = /^\s*(\w+)\s*=\s*(.*?)\s*$/.exec(line) ?? []
    if (name !== undefined) vars[name] = value.replace(/^(["'])(.*)\1$/, '$2')
  }
  return vars
}

/** Names that a deployment must be given. */
export const requiredSecrets = (example) => Object.keys(parseVars(example))

/** A key-encryption key that follows those there are, by number: KEK_2 after KEK_1, KEK_10 after KEK_9. */
export function newKek(text) {
  const ids = Object.keys(parseVars(text)).flatMap((name) => /^KEK_(\d+)$/.exec(name)?.[1] ?? [])
  const name = `KEK_${Math.max(0, ...ids.map(Number)) + 1}`
  return { name, value: randomBytes(32).toString('base64') }
}

export const withVar = (text, name, value) => `${text.trimEnd()}\n${name}=${value}\n`

export const withoutVar = (text, name) =>
  text.replace(new RegExp(`^\\s*${name}\\s*=.*\\n?`, 'gm'), '')

function drawn(value) {
  const [, count, kind] = RANDOM.exec(value) ?? []
  if (count === undefined) return value
  const length = Number(count)
  if (kind === 'bytes') return randomBytes(length).toString('base64')
  if (kind === 'characters') return randomBytes(length).toString('base64url').slice(0, length)
  // Meta's ids never start with a zero.
  return Array.from({ length }, (_, index) => randomInt(index === 0 ? 1 : 0, 10)).join('')
}
